package io.thor4j.scan.ioc;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What STIX patterns can ask for here (thor-scanner.md section 2.4), and hosts, which are looked up with the other indicators. */
enum StixProperty {
    FILE_NAME("file:name", Kind.TEXT),
    FILE_FOLDER("file:parent_directory_ref.path", Kind.TEXT),
    FILE_MD5("file:hashes.md5", Kind.HASH),
    FILE_SHA1("file:hashes.sha1", Kind.HASH),
    FILE_SHA256("file:hashes.sha256", Kind.HASH),
    FILE_SIZE("file:size", Kind.NUMBER),
    FILE_CREATED("file:created", Kind.TIME),
    FILE_MODIFIED("file:modified", Kind.TIME),
    FILE_ACCESSED("file:accessed", Kind.TIME),
    REGISTRY_KEY("win-registry-key:key", Kind.TEXT),
    REGISTRY_NAME("win-registry-key:values.name", Kind.TEXT),
    REGISTRY_DATA("win-registry-key:values.data", Kind.TEXT),
    REGISTRY_MODIFIED("win-registry-key:values.modified_time", Kind.TIME),
    DOMAIN("domain-name:value", Kind.HOST),
    IPV4("ipv4-addr:value", Kind.HOST),
    IPV6("ipv6-addr:value", Kind.HOST);

    /** How values are compared. */
    enum Kind {
        TEXT,
        HASH,
        NUMBER,
        TIME,
        HOST
    }

    private final String path;
    private final Kind kind;

    StixProperty(String path, Kind kind) {
        this.path = path;
        this.kind = kind;
    }

    Kind kind() {
        return kind;
    }

    String path() {
        return path;
    }

    /** Finds a property by its path, however its parts are quoted: {@code file:hashes.'SHA-256'}; null when it is none of these. */
    static @Nullable StixProperty of(String path) {
        StringBuilder plain = new StringBuilder();
        int depth = 0;
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            depth += c == '[' ? 1 : 0;
            if (depth == 0 && c != '\'' && c != '"') {
                plain.append(c);
            }
            depth -= c == ']' ? 1 : 0;
        }
        String name = plain.toString().toLowerCase(Locale.ROOT);
        if (name.startsWith("file:hashes.")) {
            name = "file:hashes." + name.substring("file:hashes.".length()).replace("-", "");
        }
        for (StixProperty property : values()) {
            if (property.path.equals(name)) {
                return property;
            }
        }
        return null;
    }
}
