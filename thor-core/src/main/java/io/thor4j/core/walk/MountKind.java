package io.thor4j.core.walk;

import java.util.Locale;
import java.util.Set;

/** What stands behind a mounted file system, by the type name that the operating system gives it. */
public enum MountKind {
    /** Files on this machine. */
    LOCAL,
    /** Files of another machine: slow, and scanned there (THOR leaves them out unless told otherwise, thor-scanner.md 4.3). */
    NETWORK,
    /** The kernel's view of itself: endless, blocking or with effects when read. */
    PSEUDO;

    /* Linux: Documentation/filesystems of the kernel. rootfs, tmpfs and overlay hold real files and are local. */
    private static final Set<String> PSEUDO_TYPES = Set.of(
            "autofs",
            "binder",
            "binfmt_misc",
            "bpf",
            "cgroup",
            "cgroup2",
            "configfs",
            "debugfs",
            "devfs",
            "devpts",
            "devtmpfs",
            "efivarfs",
            "fusectl",
            "hugetlbfs",
            "mqueue",
            "nsfs",
            "proc",
            "procfs",
            "pstore",
            "resctrl",
            "rpc_pipefs",
            "securityfs",
            "selinuxfs",
            "sysfs",
            "tracefs");
    private static final Set<String> NETWORK_TYPES = Set.of(
            "9p",
            "afpfs",
            "afs",
            "beegfs",
            "ceph",
            "cifs",
            "coda",
            "fuse.ceph",
            "fuse.cephfs",
            "fuse.davfs",
            "fuse.gcsfuse",
            "fuse.glusterfs",
            "fuse.rclone",
            "fuse.s3fs",
            "fuse.sshfs",
            "gfs2",
            "glusterfs",
            "lustre",
            "ncpfs",
            "nfs",
            "nfs4",
            "ocfs2",
            "smb2",
            "smb3",
            "smbfs",
            "webdav");

    static MountKind of(String type) {
        String name = type.toLowerCase(Locale.ROOT);
        if (PSEUDO_TYPES.contains(name)) {
            return PSEUDO;
        }
        return NETWORK_TYPES.contains(name) ? NETWORK : LOCAL;
    }
}
