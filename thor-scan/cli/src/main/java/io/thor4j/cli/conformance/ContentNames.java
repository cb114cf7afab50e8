package io.thor4j.cli.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Finds inputs that a case names by the begin of their SHA-256 and that stand in the data folder under another name. Used by one thread.
 */
final class ContentNames {
    private static final int NAME_LENGTH = 16;
    private static final String FOLDER = "data";

    private final Map<Path, Map<String, Path>> known = new HashMap<>();

    /**
     * Returns the file that a case means.
     *
     * @param folder where the case file stands
     * @param named the file as the case names it, below the folder
     * @return the named file, or the one with that content when the named one is not there
     */
    Path resolve(Path folder, Path named) {
        String name = String.valueOf(named.getFileName());
        if (Files.exists(named) || name.length() < NAME_LENGTH) {
            return named;
        }
        return known.computeIfAbsent(folder, ContentNames::digests).getOrDefault(name.substring(0, NAME_LENGTH), named);
    }

    private static Map<String, Path> digests(Path folder) {
        Map<String, Path> result = new HashMap<>();
        Path data = folder.resolve(FOLDER);
        if (!Files.isDirectory(data)) {
            return result;
        }
        try (Stream<Path> files = Files.list(data)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
                result.put(HexFormat.of().formatHex(digest).substring(0, NAME_LENGTH), file);
            }
            return result;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
