package io.thor4j.threatintel.files;

import io.thor4j.core.MalformedInputException;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Finds the files of a feed. Immutable. */
record FileList(List<Path> paths) {
    private static final int DEPTH = 20;

    FileList {
        paths = List.copyOf(paths);
    }

    /**
     * Returns the files by the names under which they are known: the path below the folder, or the file's own name.
     *
     * @throws MalformedInputException when a path is not there; a share that is not mounted is no empty folder
     */
    NavigableMap<String, Path> files() {
        NavigableMap<String, Path> found = new TreeMap<>();
        for (Path path : paths) {
            if (Files.isDirectory(path)) {
                walk(path, found);
            } else if (!Files.exists(path)) {
                throw new MalformedInputException(
                        "there is nothing here", path.toString(), "what it brought before stays", null);
            } else if (FileKind.of(name(path)) == null) {
                throw new MalformedInputException(
                        "the name does not say what the file holds",
                        path.toString(),
                        "*.csv, *.json, or *.txt with hash, filename, c2, keyword, handles or pipes as a word of its name",
                        null);
            } else {
                found.put(name(path), path);
            }
        }
        return found;
    }

    private static String name(Path path) {
        Path name = path.getFileName();
        return name == null ? path.toString() : name.toString();
    }

    private static void walk(Path folder, NavigableMap<String, Path> found) {
        try {
            Files.walkFileTree(
                    folder, EnumSet.noneOf(java.nio.file.FileVisitOption.class), DEPTH, new SimpleFileVisitor<>() {
                        @Override
                        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                            boolean hidden = name(file).startsWith(".");
                            if (attributes.isRegularFile() && !hidden && FileKind.of(name(file)) != null) {
                                found.put(folder.relativize(file).toString().replace('\\', '/'), file);
                            }
                            return FileVisitResult.CONTINUE;
                        }
                    });
        } catch (IOException e) {
            throw FileState.failure(folder.toString(), e);
        }
    }
}
