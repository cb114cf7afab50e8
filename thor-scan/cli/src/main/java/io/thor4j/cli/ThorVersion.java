package io.thor4j.cli;

import io.thor4j.scan.ThorScanner;
import picocli.CommandLine.IVersionProvider;

/** What {@code thor --version} prints. Stateless. */
public final class ThorVersion implements IVersionProvider {
    /** Makes a provider; picocli does. */
    public ThorVersion() {}

    @Override
    public String[] getVersion() {
        return new String[] {
            "thor " + text(),
            "YARA language of libyara 4.5",
            "Java " + Runtime.version() + ", " + System.getProperty("java.vm.name") + ", "
                    + System.getProperty("os.name") + " " + System.getProperty("os.arch")
        };
    }

    /** Returns the version of thor; all its modules have the same. */
    public static String text() {
        return ThorScanner.version();
    }
}
