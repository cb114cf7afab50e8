package io.thor4j.thunderstorm.update;

import io.thor4j.core.MalformedInputException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * What is in a pack; the package's description has its form. Immutable.
 *
 * @param version the pack's version
 * @param created when it was made
 * @param files its files, in the order in which they lie in the pack
 */
public record PackManifest(PackVersion version, Instant created, List<Entry> files) {
    static final String KIND = "thor-signature-pack";
    private static final int FORMAT = 1;
    private static final int SHA256_CHARS = 64;
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(4)
                    .maxStringLength(PackLimits.MAX_PATH)
                    .maxNameLength(100)
                    .maxNumberLength(20)
                    .maxDocumentLength(PackLimits.MAX_MANIFEST_BYTES)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    /**
     * A file.
     *
     * @param path where it lies below the signatures' folder, with {@code /}
     * @param size in bytes
     * @param sha256 64 hex digits
     */
    public record Entry(String path, long size, String sha256) {}

    /** Makes the manifest; the list is copied. */
    public PackManifest {
        files = List.copyOf(files);
    }

    /** Returns how many bytes the files have in all. */
    public long bytes() {
        return files.stream().mapToLong(Entry::size).sum();
    }

    byte[] toJson() {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            json.writeStringProperty("kind", KIND);
            json.writeNumberProperty("format", FORMAT);
            json.writeStringProperty("version", version.toString());
            json.writeStringProperty("created", created.toString());
            json.writeArrayPropertyStart("files");
            for (Entry file : files) {
                json.writeStartObject();
                json.writeStringProperty("path", file.path());
                json.writeNumberProperty("size", file.size());
                json.writeStringProperty("sha256", file.sha256());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads and checks a manifest.
     *
     * @throws MalformedInputException when it is none, or has paths that lead out of a folder, or sizes beyond the limits
     */
    static PackManifest read(byte[] utf8) {
        String version = null;
        String created = null;
        String kind = null;
        long format = 0;
        List<Entry> files = null;
        try (JsonParser json = FACTORY.createParser(ObjectReadContext.empty(), utf8)) {
            expect(json.nextToken() == JsonToken.START_OBJECT);
            while (json.nextToken() != JsonToken.END_OBJECT) {
                String field = json.currentName();
                json.nextToken();
                switch (field) {
                    case "kind" -> kind = text(json);
                    case "format" -> format = number(json);
                    case "version" -> version = text(json);
                    case "created" -> created = text(json);
                    case "files" -> files = files(json);
                    default -> throw wrong("'" + field + "' is not known to this version of thor", null);
                }
            }
            expect(json.nextToken() == null);
        } catch (JacksonException e) {
            throw wrong("not JSON as expected", e);
        }
        if (!KIND.equals(kind) || format != FORMAT) {
            throw wrong("not a " + KIND + " of format " + FORMAT, null);
        }
        if (version == null || created == null || files == null) {
            throw wrong("'version', 'created' or 'files' is missing", null);
        }
        try {
            PackManifest manifest = new PackManifest(PackVersion.parse(version), Instant.parse(created), files);
            manifest.check();
            return manifest;
        } catch (DateTimeException e) {
            throw wrong("'created' is not a time such as 2026-11-22T10:00:00Z", e);
        }
    }

    private static List<Entry> files(JsonParser json) {
        List<Entry> files = new ArrayList<>();
        expect(json.currentToken() == JsonToken.START_ARRAY);
        while (json.nextToken() != JsonToken.END_ARRAY) {
            expect(json.currentToken() == JsonToken.START_OBJECT);
            String path = null;
            String sha256 = null;
            long size = -1;
            while (json.nextToken() != JsonToken.END_OBJECT) {
                String field = json.currentName();
                json.nextToken();
                switch (field) {
                    case "path" -> path = text(json);
                    case "size" -> size = number(json);
                    case "sha256" -> sha256 = text(json);
                    default -> throw wrong("'" + field + "' of a file is not known to this version of thor", null);
                }
            }
            if (path == null || sha256 == null || size < 0) {
                throw wrong("a file has no path, size or sha256", null);
            }
            files.add(new Entry(path, size, sha256));
            if (files.size() > PackLimits.MAX_FILES) {
                throw wrong("more than " + PackLimits.MAX_FILES + " files", null);
            }
        }
        return files;
    }

    void check() {
        if (files.isEmpty()) {
            throw wrong("no file", null);
        }
        long left = PackLimits.MAX_BYTES;
        Set<String> paths = new HashSet<>();
        Set<String> folders = new HashSet<>();
        for (Entry file : files) {
            if (!PackPath.safe(file.path())) {
                throw wrong("a path that not every system takes as one below a folder", null);
            }
            boolean hex = file.sha256().length() == SHA256_CHARS
                    && file.sha256().chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
            if (!hex) {
                throw wrong("a sha256 is not 64 hex digits", null);
            }
            if (file.size() > left) {
                throw wrong("more than " + PackLimits.MAX_BYTES + " bytes", null);
            }
            left -= file.size();
            // Two names that differ in case only are one file on some systems.
            String folded = file.path().toLowerCase(Locale.ROOT);
            if (!paths.add(folded)) {
                throw wrong("two files of one name", null);
            }
            for (int slash = folded.indexOf('/'); slash >= 0; slash = folded.indexOf('/', slash + 1)) {
                folders.add(folded.substring(0, slash));
            }
        }
        if (paths.stream().anyMatch(folders::contains)) {
            throw wrong("a file has the name of a folder", null);
        }
    }

    private static String text(JsonParser json) {
        expect(json.currentToken() == JsonToken.VALUE_STRING);
        return json.getString();
    }

    private static long number(JsonParser json) {
        expect(json.currentToken() == JsonToken.VALUE_NUMBER_INT);
        return json.getLongValue();
    }

    private static void expect(boolean asExpected) {
        if (!asExpected) {
            throw wrong("not JSON as expected", null);
        }
    }

    private static MalformedInputException wrong(String reason, @Nullable Throwable cause) {
        return new MalformedInputException(reason, "manifest of the pack", null, cause);
    }
}
