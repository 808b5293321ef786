/** Rules about the machine itself: its disks, and that it runs. */
import type { Rule } from '../rule.ts'
import { describeCommand, type ShellCommand } from '../shell/command.ts'
import { hasShort, isHarmlessRun, operandsOnly } from '../shell/flags.ts'
import { wordSet } from '../word-set.ts'

/** Devices that hold data; not /dev/null and its like. */
const DISK =
  /^\/dev\/(?:(?:r?disk|sd|hd|vd|xvd|nvme|mmcblk|loop|md|dm-|sr|fd)[\w]*|mapper\/.+|disk\/.+|mem|kmem)$/

const FORMATTERS =
  wordSet(`mkfs mke2fs mkswap wipefs blkdiscard sgdisk sfdisk fdisk gdisk cfdisk parted newfs
  newfs_hfs newfs_apfs newfs_msdos format.com`)

function destroysDisk(command: ShellCommand): boolean {
  const { name, args, redirects } = command
  if (isHarmlessRun(args)) return false
  if (redirects.some(({ direction, target }) => direction !== 'read' && DISK.test(target)))
    return true
  if (FORMATTERS.has(name) || /^mkfs\./.test(name))
    return !args.some((arg) => /^(?:-l|--list|-n|--no-act|-p|--print|print)$/.test(arg))
  if (name === 'dd') return args.some((arg) => arg.startsWith('of=') && DISK.test(arg.slice(3)))
  if (/^(?:shred|tee|cp|cat|badblocks)$/.test(name))
    return name !== 'cat' && DISK.test(operandsOnly(args).at(-1) ?? '')
  if (name === 'cryptsetup') return args.some((arg) => /^(?:luksFormat|luksErase|erase)$/.test(arg))
  if (name === 'diskutil')
    return /^(?:erase|partition|zero|secureErase|reformat)/i.test(args[0] ?? '')
  if (/^(?:zpool|vgremove|lvremove|pvremove|zfs)$/.test(name))
    return name.endsWith('remove') || args[0] === 'destroy'
  if (name === 'hdparm') return args.some((arg) => /^--security-erase|^--trim/.test(arg))
  if (/^(?:format-volume|clear-disk|initialize-disk)$/i.test(name)) return true
  if (name === 'mdadm') return args.includes('--zero-superblock')
  return name === 'format' && /^[A-Za-z]:$/.test(args[0] ?? '')
}

export const diskDestroyer: Rule = {
  id: 'disk-destroyer',
  risk: 'danger',
  summary: 'Writes over a disk or formats it',
  why: 'No recorder of files brings a disk back.',
  tags: ['ASI02', 'T1561'],
  fires: [
    'dd if=/dev/zero of=/dev/sda bs=1M',
    'mkfs.ext4 /dev/sdb1',
    'wipefs -a /dev/nvme0n1',
    'cat x > /dev/sda',
    'shred /dev/sda',
    'cryptsetup luksErase /dev/sda2',
    'diskutil eraseDisk JHFS+ X disk2',
  ],
  silent: [
    'dd if=/dev/zero of=disk.img bs=1M count=1',
    'echo x > /dev/null',
    'fdisk -l',
    'dd if=/dev/sda of=backup.img',
    'echo mkfs.ext4 /dev/sda',
    'man mkfs',
  ],
  checkCommand(command) {
    return destroysDisk(command)
      ? { message: `'${describeCommand(command)}' destroys what is on a disk` }
      : undefined
  },
}

function disrupts(command: ShellCommand): boolean {
  const { name, args, redirects } = command
  if (redirects.some(({ target }) => target === '/proc/sysrq-trigger')) return true
  if (isHarmlessRun(args)) return false
  if (/^(?:shutdown|reboot|halt|poweroff)$/.test(name)) return !hasShort(args, 'c')
  if (name === 'init' || name === 'telinit') return /^[06]$/.test(args[0] ?? '')
  if (name === 'systemctl')
    return /^(?:poweroff|reboot|halt|kexec|isolate)$/.test(operandsOnly(args)[0] ?? '')
  if (name === 'kill') return args.at(-1) === '-1' || (args.at(-1) === '1' && args.length > 1)
  if (name === 'pkill') return args.includes('-u') || args.includes('-U')
  if (name === 'iptables' || name === 'nft')
    return args.includes('-F') || args.join(' ') === 'flush ruleset'
  if (name === 'ufw') return args[0] === 'disable' || args[0] === 'reset'
  if (name === 'setenforce') return args[0] === '0'
  if (name === 'chown' || name === 'chmod') {
    return (
      hasShort(args, 'R') &&
      operandsOnly(args)
        .slice(1)
        .some((path) => /^\/(?:\*|etc|usr|bin|var|lib)?\/?$/.test(path))
    )
  }
  return name === 'userdel' || name === 'deluser'
}

export const machineDisruption: Rule = {
  id: 'machine-disruption',
  risk: 'danger',
  summary: 'Stops the machine or all that runs, or takes down its guards',
  why: 'It ends the work of everybody on the machine, the recording too.',
  tags: ['ASI02', 'ASI10', 'T1529', 'T1489'],
  fires: [
    'shutdown -h now',
    'sudo reboot',
    'kill -9 -1',
    'chown -R me /',
    'iptables -F',
    ':(){ :|:& };:',
    'userdel ann',
  ],
  silent: [
    'kill 4711',
    'shutdown -c',
    'echo reboot',
    'npm run reboot',
    'chown -R me .',
    'iptables -L',
    'systemctl restart nginx',
  ],
  checkCommand(command) {
    return disrupts(command)
      ? { message: `'${describeCommand(command)}' disrupts the machine` }
      : undefined
  },
  check({ command }) {
    const isBomb =
      typeof command === 'string' &&
      /([\w:.]+)\s*\(\)\s*\{\s*\1\s*\|\s*\1\s*&\s*\}/.test(command.slice(0, 4_096))
    return isBomb ? { message: 'a fork bomb' } : undefined
  },
}
