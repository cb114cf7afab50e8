package io.thor4j.yara.module.cuckoo;

import io.thor4j.yara.module.cuckoo.json.JsonText;
import io.thor4j.yara.spi.ModuleFunction;
import io.thor4j.yara.spi.ModuleInput;
import io.thor4j.yara.spi.ModuleType.Scalar;
import io.thor4j.yara.spi.RegexArgument;
import io.thor4j.yara.spi.StructType;
import io.thor4j.yara.spi.StructValue;
import io.thor4j.yara.spi.YaraModule;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The module {@code cuckoo} of libyara 4.5.8: asks the JSON report of the Cuckoo sandbox that the caller passes as the module's data. Without
 * a report every function returns 0. As in libyara (cuckoo.c), a regex counts as found only when its match is not empty. Immutable; threads
 * share it.
 */
public final class CuckooModule implements YaraModule {
    private static final StructType NETWORK = StructType.builder()
            .function("dns_lookup", Scalar.INTEGER, List.of(Scalar.REGEX), CuckooModule::dnsLookup)
            .function("http_get", Scalar.INTEGER, List.of(Scalar.REGEX), (self, args) -> http(self, args, "get"))
            .function("http_post", Scalar.INTEGER, List.of(Scalar.REGEX), (self, args) -> http(self, args, "post"))
            .function(
                    "http_request",
                    Scalar.INTEGER,
                    List.of(Scalar.REGEX),
                    (self, args) -> http(self, args, "get", "post"))
            .function("http_user_agent", Scalar.INTEGER, List.of(Scalar.REGEX), CuckooModule::userAgent)
            .function("host", Scalar.INTEGER, List.of(Scalar.REGEX), CuckooModule::host)
            .function(
                    "tcp",
                    Scalar.INTEGER,
                    List.of(Scalar.REGEX, Scalar.INTEGER),
                    (self, args) -> connection(self, "tcp", args))
            .function(
                    "udp",
                    Scalar.INTEGER,
                    List.of(Scalar.REGEX, Scalar.INTEGER),
                    (self, args) -> connection(self, "udp", args))
            .build();

    private static final StructType REGISTRY = texts("key_access");
    private static final StructType FILESYSTEM = texts("file_access");
    private static final StructType SYNC = texts("mutex");

    private static final StructType STRUCTURE = StructType.builder()
            .field("network", NETWORK)
            .field("registry", REGISTRY)
            .field("filesystem", FILESYSTEM)
            .field("sync", SYNC)
            .build();

    /**
     * The part of the report that a structure's functions ask.
     *
     * @param json null when missing
     */
    private record Part(@Nullable Object json) {}

    /** Makes the module. */
    public CuckooModule() {}

    private static StructType texts(String function) {
        ModuleFunction body = (self, args) -> anyText(self.state(Part.class).json(), args);
        return StructType.builder()
                .function(function, Scalar.INTEGER, List.of(Scalar.REGEX), body)
                .build();
    }

    @Override
    public String name() {
        return "cuckoo";
    }

    @Override
    public StructType structure() {
        return STRUCTURE;
    }

    @Override
    public StructValue parse(ModuleInput input) {
        byte[] data = input.moduleData();
        Object report = data == null ? null : JsonText.read(data, name());
        Object summary = JsonText.member(JsonText.member(report, "behavior"), "summary");
        StructValue value = new StructValue(STRUCTURE, null);
        value.set("network", new StructValue(NETWORK, new Part(JsonText.member(report, "network"))));
        value.set("registry", new StructValue(REGISTRY, new Part(JsonText.member(summary, "keys"))));
        value.set("filesystem", new StructValue(FILESYSTEM, new Part(JsonText.member(summary, "files"))));
        value.set("sync", new StructValue(SYNC, new Part(JsonText.member(summary, "mutexes"))));
        return value;
    }

    private static long any(@Nullable Object array, Predicate<@Nullable Object> wanted) {
        for (Object element : JsonText.elements(array)) {
            if (wanted.test(element)) {
                return 1;
            }
        }
        return 0;
    }

    private static @Nullable Object part(StructValue self, String key) {
        return JsonText.member(self.state(Part.class).json(), key);
    }

    /** Tells whether a value is a text in which the first argument, a regex, is found. */
    private static boolean found(Object[] args, @Nullable Object value) {
        if (!(value instanceof String text)) {
            return false;
        }
        // libyara hands C strings to its regexes.
        int nul = text.indexOf('\0');
        String cut = nul < 0 ? text : text.substring(0, nul);
        return ((RegexArgument) args[0]).length(cut.getBytes(StandardCharsets.UTF_8)) > 0;
    }

    private static Object anyText(@Nullable Object array, Object[] args) {
        return any(array, text -> found(args, text));
    }

    /** Newer reports have {@code domains} with {@code domain}, older ones {@code dns} with {@code hostname}; both an {@code ip}. */
    private static Object dnsLookup(StructValue self, Object[] args) {
        Object network = self.state(Part.class).json();
        boolean newer = network instanceof Map<?, ?> map && map.containsKey("domains");
        String key = newer ? "domain" : "hostname";
        return any(
                JsonText.member(network, newer ? "domains" : "dns"),
                entry -> JsonText.member(entry, "ip") instanceof String && found(args, JsonText.member(entry, key)));
    }

    private static Object http(StructValue self, Object[] args, String... methods) {
        return any(
                part(self, "http"),
                entry -> JsonText.member(entry, "method") instanceof String method
                        && List.of(methods).contains(method.toLowerCase(Locale.ROOT))
                        && found(args, JsonText.member(entry, "uri")));
    }

    private static Object userAgent(StructValue self, Object[] args) {
        return any(part(self, "http"), entry -> found(args, JsonText.member(entry, "user-agent")));
    }

    private static Object host(StructValue self, Object[] args) {
        return anyText(part(self, "hosts"), args);
    }

    /** Ports are read as C ints, hence with 32 bits. */
    private static Object connection(StructValue self, String protocol, Object[] args) {
        return any(
                part(self, protocol),
                entry -> JsonText.member(entry, "dport") instanceof Long port
                        && (int) (long) port == (Long) args[1]
                        && found(args, JsonText.member(entry, "dst")));
    }
}
