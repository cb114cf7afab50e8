package io.thor4j.cli;

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

    /** Returns the version of this jar, {@code development} when the classes do not come from one. */
    static String text() {
        String version = ThorVersion.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
