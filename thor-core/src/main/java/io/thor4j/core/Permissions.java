package io.thor4j.core;

import java.util.List;

/** Who may do what with a file: one of THOR's two permission objects (reference/thor-scanner.md section 5.6). Immutable. */
public sealed interface Permissions {
    /** Returns the owner's name, empty when unknown. */
    String owner();

    /** Returns the JSON v3 object. */
    ObservedObject toObject();

    /** Returns what THOR's text logs and the YARA variable {@code permissions} show. */
    String text();

    /**
     * Permissions of a Unix file.
     *
     * @param owner the owner's name, or its number when it has none
     * @param group the group's name, or its number when it has none; empty when unknown
     * @param mode the mode; only the lowest nine bits count
     */
    record Unix(String owner, String group, int mode) implements Permissions {
        @Override
        public ObservedObject toObject() {
            return ObservedObject.builder("Unix permissions")
                    .set("owner", owner)
                    .set("group", group)
                    .set(
                            "mask",
                            ObservedObject.builder("permission mask")
                                    .set("user", bits(mode >> 6))
                                    .set("group", bits(mode >> 3))
                                    .set("world", bits(mode))
                                    .build())
                    .build();
        }

        private static ObservedObject bits(int mode) {
            return ObservedObject.builder("rwx")
                    .set("readable", (mode & 4) != 0)
                    .set("writable", (mode & 2) != 0)
                    .set("executable", (mode & 1) != 0)
                    .build();
        }

        /** Returns the nine characters of {@code ls}, such as {@code rwxr-xr--}. */
        @Override
        public String text() {
            StringBuilder text = new StringBuilder(9);
            for (int bit = 8; bit >= 0; bit--) {
                text.append((mode & 1 << bit) == 0 ? '-' : "xwr".charAt(bit % 3));
            }
            return text.toString();
        }
    }

    /**
     * Permissions of a Windows file.
     *
     * @param owner the owner's account, {@code DOMAIN\name}
     * @param acl who may do what
     */
    record Windows(String owner, List<Acl> acl) implements Permissions {
        /** Makes the permissions; the list is copied. */
        public Windows {
            acl = List.copyOf(acl);
        }

        @Override
        public ObservedObject toObject() {
            return ObservedObject.builder("Windows permissions")
                    .set("owner", owner)
                    .set(
                            "acl",
                            acl.stream()
                                    .map(entry -> ObservedObject.builder("acl")
                                            .set("group", entry.group())
                                            .set("access", String.valueOf(entry.access()))
                                            .build())
                                    .toList())
                    .build();
        }

        /** Returns the entries as {@code GROUP:F}, sorted, joined with {@code " / "}. */
        @Override
        public String text() {
            return String.join(
                    " / ",
                    acl.stream()
                            .map(entry -> entry.group() + ":" + entry.access())
                            .sorted()
                            .toList());
        }
    }

    /**
     * One entry of a Windows access list.
     *
     * @param group the account, {@code DOMAIN\name}
     * @param access F full, C change, W write, R read, S special
     */
    record Acl(String group, char access) {
        /**
         * Makes the entry.
         *
         * @throws IllegalArgumentException when the access is not one of {@code FCWRS}
         */
        public Acl {
            if ("FCWRS".indexOf(access) < 0) {
                throw new IllegalArgumentException("access " + access);
            }
        }
    }
}
