/** Whether the tests run as root, whom no mode keeps out and who may give files away. */
export const isRoot = process.getuid?.() === 0
