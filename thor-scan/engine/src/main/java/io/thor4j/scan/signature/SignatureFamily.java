package io.thor4j.scan.signature;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The families of signature files, told by their extension (thor-scanner.md section 2.1). */
enum SignatureFamily {
    SIMPLE_IOC(".txt", ".dat"),
    YARA(".yar", ".yas"),
    YARA_LONG(".yara", ".yas"),
    YAML(".yml", ".yms"),
    YAML_LONG(".yaml", ".yms"),
    STIX(".json", ".jsos");

    private final String plain;
    private final String encrypted;

    SignatureFamily(String plain, String encrypted) {
        this.plain = plain;
        this.encrypted = encrypted;
    }

    String plain() {
        return plain;
    }

    String encrypted() {
        return encrypted;
    }

    /** Returns the family, null when the extension is none of ours. */
    static @Nullable SignatureFamily of(String fileName) {
        String name = fileName.toLowerCase(Locale.ROOT);
        for (SignatureFamily family : values()) {
            if (name.endsWith(family.plain) || name.endsWith(family.encrypted)) {
                return family;
            }
        }
        return null;
    }

    static boolean isEncrypted(String fileName) {
        String name = fileName.toLowerCase(Locale.ROOT);
        for (SignatureFamily family : values()) {
            if (name.endsWith(family.encrypted)) {
                return true;
            }
        }
        return false;
    }

    SignatureFamily canonical() {
        return switch (this) {
            case YARA_LONG -> YARA;
            case YAML_LONG -> YAML;
            default -> this;
        };
    }
}
