package io.thor4j.yara.oracle;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Real files of this system, so many of each kind, the same ones in every run on the same system. Programs for other systems lie in
 * packages (mingw-w64, wine, mono, shim, syslinux, grub), and in jars, whose class files and native libraries are taken out into a folder.
 */
final class Corpus {
    /** Larger files take long and show nothing new, bytes. */
    private static final long MAX_SIZE = 4L << 20;

    /** Class files and libraries taken out of one jar. */
    private static final int MAX_MEMBERS = 40;

    private final Map<SampleKind, List<Path>> found = new EnumMap<>(SampleKind.class);

    /** A file and its kind. */
    record Sample(SampleKind kind, Path path) {}

    /**
     * Looks for files.
     *
     * @param roots folders, those that are not there are passed over
     * @param jars folders with jars
     * @param work where members of jars go
     * @param maxSeen files that are looked at below one folder
     * @param members class files that are taken out of jars, and half as many Mach-O files
     */
    static Corpus find(List<Path> roots, List<Path> jars, Path work, int maxSeen, int members) throws IOException {
        Corpus corpus = new Corpus();
        for (Path jar : jars) {
            corpus.walk(jar, maxSeen, file -> corpus.takeMembers(file, work, members));
        }
        for (Path root : roots) {
            corpus.walk(root, maxSeen, corpus::take);
        }
        return corpus;
    }

    /** Looks at a file. */
    private interface Look {
        void at(Path file) throws IOException;
    }

    private void walk(Path root, int maxSeen, Look look) throws IOException {
        if (!Files.isDirectory(root)) {
            return;
        }
        int[] seen = {0};
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                boolean plain = attributes.isRegularFile() && attributes.size() > 0 && attributes.size() <= MAX_SIZE;
                // The list of files has a line for each.
                if (plain && file.toString().indexOf('\n') < 0 && Files.isReadable(file)) {
                    try {
                        look.at(file);
                    } catch (IOException e) {
                        System.out.println("passed over: " + file + ": " + e);
                    }
                }
                seen[0]++;
                return seen[0] < maxSeen ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private void take(Path file) throws IOException {
        found.computeIfAbsent(SampleKind.of(file), kind -> new ArrayList<>()).add(file);
    }

    private void takeMembers(Path jar, Path work, int enough) throws IOException {
        boolean full = count(SampleKind.CLASS) >= enough && count(SampleKind.MACHO) >= enough / 2;
        if (full || !jar.toString().endsWith(".jar")) {
            return;
        }
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            int classes = 0;
            int libraries = 0;
            for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements(); ) {
                ZipEntry entry = all.nextElement();
                String name = entry.getName();
                boolean isClass = name.endsWith(".class");
                boolean wanted = isClass
                        ? classes < MAX_MEMBERS / 4 && count(SampleKind.CLASS) < enough
                        : libraries < MAX_MEMBERS
                                && (name.endsWith(".dylib")
                                        || name.endsWith(".jnilib")
                                        || name.endsWith(".dll")
                                        || name.endsWith(".dex"));
                if (wanted && entry.getSize() <= MAX_SIZE) {
                    classes += isClass ? 1 : 0;
                    libraries += isClass ? 0 : 1;
                    Path file = work.resolve("member-" + total());
                    try (InputStream in = zip.getInputStream(entry)) {
                        Files.write(file, in.readNBytes((int) MAX_SIZE));
                    }
                    take(file);
                }
            }
        }
    }

    private int count(SampleKind kind) {
        return found.getOrDefault(kind, List.of()).size();
    }

    private int total() {
        return found.values().stream().mapToInt(List::size).sum();
    }

    /** Picks files spread evenly over those of their kind in the order of their paths. */
    List<Sample> pick(Map<SampleKind, Integer> howMany) {
        List<Sample> picked = new ArrayList<>();
        found.forEach((kind, files) -> {
            List<Path> sorted = new ArrayList<>(files);
            Collections.sort(sorted);
            int wanted = Math.min(howMany.getOrDefault(kind, 0), sorted.size());
            for (int i = 0; i < wanted; i++) {
                picked.add(new Sample(kind, sorted.get((int) ((long) i * sorted.size() / wanted))));
            }
        });
        return picked;
    }

    /** Returns how many files there are of each kind. */
    Map<SampleKind, Integer> sizes() {
        Map<SampleKind, Integer> sizes = new EnumMap<>(SampleKind.class);
        found.forEach((kind, files) -> sizes.put(kind, files.size()));
        return sizes;
    }
}
