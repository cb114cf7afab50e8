package io.thor4j.libyara;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds the files that one source includes: a relative path from the folder of the including file, then from the working directory, as
 * libyara does (lexer.l). A text stays the same object, so that bad rules can be cut out of it. Belongs to one thread.
 */
final class Includes {
    private final String sourceName;
    private final Map<Path, SourceText> texts = new HashMap<>();

    /* libyara knows an included file by what the include says, not by where it lies. */
    private final Map<String, Path> paths = new HashMap<>();

    /**
     * Makes it.
     *
     * @param sourceName the path of the source
     */
    Includes(String sourceName) {
        this.sourceName = sourceName;
    }

    /**
     * Finds a text.
     *
     * @param name the path as the include has it
     * @param callingFile what included it, as the include had it; null for the source itself
     * @return the text, null when it cannot be read
     */
    @Nullable
    SourceText find(String name, @Nullable String callingFile) {
        try {
            Path wanted = Path.of(name);
            Path caller = callingFile == null ? Path.of(sourceName) : paths.get(callingFile);
            Path folder = caller == null || !Files.isRegularFile(caller) ? null : caller.getParent();
            SourceText text =
                    folder == null ? null : read(name, folder.resolve(wanted).normalize());
            return text != null ? text : read(name, wanted.normalize());
        } catch (InvalidPathException e) {
            return null;
        }
    }

    private @Nullable SourceText read(String name, Path file) {
        SourceText known = texts.get(file);
        if (known == null) {
            try {
                if (!Files.isRegularFile(file)) {
                    return null;
                }
                known = new SourceText(Files.readAllBytes(file));
            } catch (IOException e) {
                return null;
            }
            texts.put(file, known);
        }
        paths.put(name, file);
        return known;
    }

    /** Returns all texts that were found, by what their includes say. */
    Map<String, SourceText> all() {
        Map<String, SourceText> all = new TreeMap<>();
        paths.forEach((name, path) -> {
            SourceText text = texts.get(path);
            if (text != null) {
                all.put(name, text);
            }
        });
        return all;
    }

    /** Returns the text that an include led to, null when there is none. */
    @Nullable
    SourceText known(String name) {
        Path path = paths.get(name);
        return path == null ? null : texts.get(path);
    }
}
