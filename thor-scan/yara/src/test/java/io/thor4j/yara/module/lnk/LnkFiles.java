package io.thor4j.yara.module.lnk;

import java.util.List;

/** Small valid shortcut files, for tests that damage files. */
public final class LnkFiles {
    private LnkFiles() {}

    /** Returns a file with every part that the module reads. */
    public static List<byte[]> lnk() {
        return List.of(LnkModuleTest.full());
    }
}
