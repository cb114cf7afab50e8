package io.thor4j.licensing.host;

import java.util.Locale;

/** The kinds of system that licence types distinguish (thor-scanner.md section 1.1). */
public enum HostPlatform {
    /** Windows 10, 11 and their kind. */
    WINDOWS_WORKSTATION("Windows"),
    /** Any Windows Server. */
    WINDOWS_SERVER("Windows Server"),
    /** macOS. */
    MACOS("macOS"),
    /** Any Linux, and every other system: they need what Linux needs. */
    LINUX("Linux");

    private final String text;

    HostPlatform(String text) {
        this.text = text;
    }

    /** Returns the name for people. */
    public String text() {
        return text;
    }

    /**
     * Tells the platform from Java's name of the system.
     *
     * @param osName the property {@code os.name}, such as {@code Windows Server 2022}
     * @return the platform
     */
    public static HostPlatform of(String osName) {
        String name = osName.toLowerCase(Locale.ROOT);
        if (name.startsWith("windows")) {
            // Java takes the product type of the version information: the same that the documented script asks WMI for.
            return name.contains("server") ? WINDOWS_SERVER : WINDOWS_WORKSTATION;
        }
        return name.startsWith("mac") || name.startsWith("darwin") ? MACOS : LINUX;
    }
}
