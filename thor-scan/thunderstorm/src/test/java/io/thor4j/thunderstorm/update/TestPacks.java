package io.thor4j.thunderstorm.update;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Packs, genuine and hostile. */
final class TestPacks {
    static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    static final PackKey.Pair KEY = PackKey.generate(new SecureRandom());
    static final PackTrust TRUST = PackTrust.parse(List.of(KEY.publicPem()));

    private TestPacks() {}

    /** A genuine pack of some files, by path. */
    static Path pack(Path folder, String version, Map<String, String> files) throws IOException {
        Path tree = Files.createTempDirectory(folder, "tree");
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path path = tree.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
        Path pack = folder.resolve(version + ".thorpack");
        PackWriter.write(tree, pack, PackVersion.parse(version), KEY.key(), NOW);
        return pack;
    }

    static Map<String, String> files(String mark) {
        Map<String, String> files = new LinkedHashMap<>();
        for (int i = 0; i < 5; i++) {
            files.put("yara/" + i + "/rule.yar", mark + " " + i + " " + "x".repeat(i * 100));
        }
        files.put("hashes.txt", mark);
        return files;
    }

    /** A ZIP whose manifest is as given, signed with the genuine key, and whose entries are as given. */
    static Path forged(Path folder, String manifest, Map<String, byte[]> entries) throws IOException {
        Path pack = folder.resolve("forged.thorpack");
        byte[] json = manifest.getBytes(StandardCharsets.UTF_8);
        try (OutputStream out = Files.newOutputStream(pack);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            Map<String, byte[]> all = new LinkedHashMap<>();
            all.put("manifest.json", json);
            all.put("manifest.sig", KEY.key().sign(json));
            all.putAll(entries);
            for (Map.Entry<String, byte[]> entry : all.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
                zip.closeEntry();
            }
        }
        return pack;
    }

    /** A manifest; each file is {@code path, size, sha256}. */
    static String manifest(String... files) {
        List<String> entries = new ArrayList<>();
        for (int i = 0; i < files.length; i += 3) {
            entries.add("{\"path\":\"" + files[i] + "\",\"size\":" + files[i + 1] + ",\"sha256\":\"" + files[i + 2]
                    + "\"}");
        }
        return "{\"kind\":\"thor-signature-pack\",\"format\":1,\"version\":\"9\",\"created\":\"2026-11-22T10:00:00Z\",\"files\":["
                + String.join(",", entries) + "]}";
    }

    static String sha256(String text) {
        java.security.MessageDigest digest = Sha256.begin();
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        return Sha256.hex(digest);
    }
}
