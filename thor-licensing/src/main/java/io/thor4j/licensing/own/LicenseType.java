package io.thor4j.licensing.own;

import io.thor4j.core.LicensedUse;
import io.thor4j.core.MalformedInputException;
import io.thor4j.licensing.host.HostPlatform;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The kinds of licence (thor-scanner.md section 1.1). Where the reference says nothing, a type allows what a scan needs and no more; a
 * single licence allows more with its features.
 */
public enum LicenseType {
    /** Windows workstations and macOS; refused on Windows Server and on any Linux. */
    WORKSTATION("Workstation", "workstation", true, scanning()),
    /** All systems. */
    SERVER("Server", "server", true, scanning()),
    /** The only type that is not bound to a host. */
    INCIDENT_RESPONSE("Incident Response", "incident-response", false, scanning()),
    /** The lab features, images of memory and drop zones too. */
    FORENSIC_LAB(
            "Forensic Lab",
            "forensic-lab",
            true,
            scanning(LicensedUse.LAB, LicensedUse.MEMORY_IMAGE, LicensedUse.DROPZONE)),
    /** Service mode (Thunderstorm) and drop zones. */
    SERVICE("Service", "service", true, scanning(LicensedUse.SERVICE, LicensedUse.DROPZONE)),
    /** The collector too. */
    DEEP_FORENSICS("Deep Forensics", "deep-forensics", true, scanning(LicensedUse.COLLECTOR)),
    /** The free scanner: Sigma and event logs only where the licence has them as features. */
    LITE("Lite", "lite", true, EnumSet.of(LicensedUse.SCAN, LicensedUse.UPDATE, LicensedUse.MEMORY_IMAGE)),
    /** For hosts that fetch updates and test, without using up a licence to scan. */
    SILENT("Silent", "silent", true, EnumSet.of(LicensedUse.UPDATE));

    private final String text;
    private final String key;
    private final boolean hostBound;

    @SuppressWarnings("ImmutableEnumChecker") // made by Set.copyOf
    private final Set<LicensedUse> uses;

    LicenseType(String text, String key, boolean hostBound, Set<LicensedUse> uses) {
        this.text = text;
        this.key = key;
        this.hostBound = hostBound;
        this.uses = Set.copyOf(uses);
    }

    private static Set<LicensedUse> scanning(LicensedUse... more) {
        Set<LicensedUse> uses =
                EnumSet.of(LicensedUse.SCAN, LicensedUse.UPDATE, LicensedUse.SIGMA, LicensedUse.EVENTLOG);
        uses.addAll(Arrays.asList(more));
        return uses;
    }

    /**
     * Reads a type's key. {@code client} is what the portal calls a workstation (section 1.5).
     *
     * @param key the key in any case
     * @return the type
     * @throws MalformedInputException when no type has it
     */
    public static LicenseType ofKey(String key) {
        String wanted = key.strip().toLowerCase(Locale.ROOT);
        if (wanted.equals("client")) {
            return WORKSTATION;
        }
        for (LicenseType type : values()) {
            if (type.key.equals(wanted)) {
                return type;
            }
        }
        throw new MalformedInputException(
                "not a type of licence",
                null,
                "types are " + Arrays.stream(values()).map(LicenseType::key).collect(Collectors.joining(", ")),
                null);
    }

    /** Returns the name as THOR's line {@code License file found} shows it. */
    public String text() {
        return text;
    }

    /** Returns the name that licences, options and ASGARD's API use. */
    public String key() {
        return key;
    }

    /** Returns whether each licence is for one host only. */
    public boolean hostBound() {
        return hostBound;
    }

    /** Returns what every licence of this type allows. */
    public Set<LicensedUse> uses() {
        return uses;
    }

    /**
     * Returns whether it is good for a system.
     *
     * @param platform the system
     */
    public boolean runsOn(HostPlatform platform) {
        return this != WORKSTATION || platform == HostPlatform.WINDOWS_WORKSTATION || platform == HostPlatform.MACOS;
    }
}
