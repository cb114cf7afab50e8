package io.thor4j.scan.signature;

import io.thor4j.core.ThorException;
import io.thor4j.core.ioc.IocSet;
import io.thor4j.core.ioc.IocSetBuilder;
import io.thor4j.core.spi.YaraCompilation;
import io.thor4j.core.spi.YaraRuleType;
import io.thor4j.core.spi.YaraSources;
import io.thor4j.scan.RuleFolder;
import io.thor4j.scan.RuleSetInfo;
import io.thor4j.scan.ioc.DiagnosticLog;
import io.thor4j.scan.ioc.IocFileReader;
import io.thor4j.scan.ioc.SignatureDiagnostic;
import io.thor4j.scan.ioc.SignatureDiagnostic.Severity;
import io.thor4j.scan.ioc.SimpleIocType;
import io.thor4j.scan.ioc.StixSet;
import io.thor4j.scan.ioc.StixSetBuilder;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.DigestInputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads a signature folder once. For one thread. */
final class SignatureLoader {
    /* The kinds of files; a part of a set is made of all files of one kind. */
    private static final String YARA = "yara ";
    private static final String SIMPLE = "simple ";
    private static final String YAML_FILES = "yaml";
    private static final String STIX_FILES = "stix";

    private final Path folder;
    private final SignatureOptions options;
    private final @Nullable SignatureSet previous;
    private final List<SignatureDiagnostic> diagnostics = new ArrayList<>();

    SignatureLoader(Path folder, SignatureOptions options, @Nullable SignatureSet previous) {
        this.folder = folder;
        this.options = options;
        this.previous = previous;
    }

    /**
     * Reads everything.
     *
     * @param added indicators beside those of the folder
     * @throws IOException when there is nothing at the path
     */
    SignatureSet load(List<IocSet> added) throws IOException {
        Map<String, List<SignatureFile>> groups = groups(files());
        List<SignaturePart> parts = new ArrayList<>();
        groups.forEach((key, files) -> parts.add(part(key, files)));
        return new SignatureSet(folder, options, parts, added, diagnostics, previous);
    }

    private Map<String, Path> files() throws IOException {
        if (!Files.exists(folder)) {
            throw new NoSuchFileException(folder.toString());
        }
        Map<String, Path> found = new TreeMap<>();
        if (!Files.isDirectory(folder)) {
            found.put(String.valueOf(folder.getFileName()), folder);
            return found;
        }
        EnumSet<FileVisitOption> follow = EnumSet.of(FileVisitOption.FOLLOW_LINKS);
        Files.walkFileTree(folder, follow, Integer.MAX_VALUE, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile()) {
                    found.put(relative(file), file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                unreadable(relative(file), e);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException e) {
                if (e != null) {
                    unreadable(relative(visited), e);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return found;
    }

    private String relative(Path file) {
        return folder.relativize(file).toString().replace('\\', '/');
    }

    private void unreadable(String name, IOException e) {
        diagnostics.add(unreadableFile(name, e));
    }

    private static SignatureDiagnostic unreadableFile(String name, IOException e) {
        return new SignatureDiagnostic(
                Severity.ERROR, name, 0, 0, "cannot be read: " + e.getClass().getSimpleName(), null);
    }

    /* The order of the groups is that of the types, and so the same for the same files. */
    private Map<String, List<SignatureFile>> groups(Map<String, Path> files) {
        Map<String, List<SignatureFile>> groups = new TreeMap<>();
        files.forEach((name, path) -> {
            SignatureFamily family = SignatureFamily.of(name);
            if (family == null) {
                /* Read-me files, licences and the like lie beside signatures. */
                return;
            }
            SignatureFile file = new SignatureFile(name, path, family.canonical());
            for (String key : keys(file)) {
                groups.computeIfAbsent(key, any -> new ArrayList<>()).add(file);
            }
        });
        return groups;
    }

    private List<String> keys(SignatureFile file) {
        switch (file.family()) {
            case SIMPLE_IOC -> {
                SimpleIocType type = SimpleIocType.of(file.tagName());
                if (type == null) {
                    warn(
                            file,
                            "not used: its name does not say what is in it",
                            "a word of its own in the name: c2, domains, filename, hash, keyword, trusted-hash, handles or pipes");
                    return List.of();
                }
                return List.of(SIMPLE + type.name());
            }
            case YARA, YARA_LONG -> {
                return YaraFileNames.types(file.tagName()).stream()
                        .map(type -> YARA + type.name())
                        .toList();
            }
            case YAML, YAML_LONG -> {
                return List.of(YAML_FILES);
            }
            default -> {
                return List.of(STIX_FILES);
            }
        }
    }

    private void warn(SignatureFile file, String reason, @Nullable String hint) {
        diagnostics.add(new SignatureDiagnostic(Severity.WARNING, file.name(), 0, 0, reason, hint));
    }

    private SignaturePart part(String key, List<SignatureFile> files) {
        SignaturePart known = previous == null ? null : previous.part(key);
        /* Taken before the files are read: what changes later differs from them. */
        Map<String, String> stamps = stamps(files);
        if (known != null && known.files().equals(digests(files, known, stamps))) {
            return known.with(stamps);
        }
        return read(key, files).with(stamps);
    }

    private Map<String, String> stamps(List<SignatureFile> files) {
        Map<String, String> stamps = new TreeMap<>();
        Instant now = options.clock().instant();
        for (SignatureFile file : files) {
            String stamp = file.stamp(now);
            if (stamp != null) {
                stamps.put(file.name(), stamp);
            }
        }
        return stamps;
    }

    private SignaturePart read(String key, List<SignatureFile> files) {
        if (key.startsWith(YARA)) {
            return yara(key, YaraRuleType.valueOf(key.substring(YARA.length())), files);
        } else if (key.startsWith(SIMPLE)) {
            return simple(key, SimpleIocType.valueOf(key.substring(SIMPLE.length())), files);
        }
        return key.equals(YAML_FILES) ? yaml(key, files) : stix(key, files);
    }

    /* A file whose stamp is that of the last time is not read. */
    private Map<String, String> digests(List<SignatureFile> files, SignaturePart known, Map<String, String> stamps) {
        Map<String, String> digests = new TreeMap<>();
        for (SignatureFile file : files) {
            String stamp = stamps.get(file.name());
            boolean same = stamp != null && stamp.equals(known.stamps().get(file.name()));
            String digest = same ? known.files().get(file.name()) : file.digest(options.keys());
            digests.put(file.name(), digest == null ? "unreadable" : digest);
        }
        return digests;
    }

    private SignaturePart simple(String key, SimpleIocType type, List<SignatureFile> files) {
        IocSetBuilder builder = IocSet.builder();
        Map<String, String> digests = new TreeMap<>();
        List<SignatureDiagnostic> problems = new ArrayList<>();
        for (SignatureFile file : files) {
            DiagnosticLog log = new DiagnosticLog(file.name());
            read(file, digests, problems, in -> IocFileReader.readSimple(in, type, builder, log));
            problems.addAll(log.diagnostics());
        }
        return new SignaturePart(key, digests, Map.of(), null, builder.build(), null, List.copyOf(problems));
    }

    private SignaturePart yaml(String key, List<SignatureFile> files) {
        IocSetBuilder builder = IocSet.builder();
        Map<String, String> digests = new TreeMap<>();
        List<SignatureDiagnostic> problems = new ArrayList<>();
        for (SignatureFile file : files) {
            DiagnosticLog log = new DiagnosticLog(file.name());
            read(file, digests, problems, in -> IocFileReader.readYaml(in, builder, log));
            problems.addAll(log.diagnostics());
        }
        return new SignaturePart(key, digests, Map.of(), null, builder.build(), null, List.copyOf(problems));
    }

    private SignaturePart stix(String key, List<SignatureFile> files) {
        StixSetBuilder stix = StixSet.builder();
        IocSetBuilder hosts = IocSet.builder();
        Map<String, String> digests = new TreeMap<>();
        List<SignatureDiagnostic> problems = new ArrayList<>();
        for (SignatureFile file : files) {
            DiagnosticLog log = new DiagnosticLog(file.name());
            read(file, digests, problems, in -> IocFileReader.readStix(in, stix, hosts, log));
            problems.addAll(log.diagnostics());
        }
        return new SignaturePart(key, digests, Map.of(), null, hosts.build(), stix.build(), List.copyOf(problems));
    }

    private SignaturePart yara(String key, YaraRuleType type, List<SignatureFile> files) {
        Map<String, String> digests = new TreeMap<>();
        List<SignatureDiagnostic> problems = new ArrayList<>();
        List<YaraSources.Source> sources = new ArrayList<>();
        for (SignatureFile file : files) {
            read(
                    file,
                    digests,
                    problems,
                    in -> sources.add(new YaraSources.Source(file.name(), file.name(), in.readAllBytes(), false)));
        }
        String name = folder + " (" + type.text() + ")";
        RuleFolder rules = RuleFolder.compile(name, sources, options.engine(), options.externals());
        for (YaraCompilation.Diagnostic diagnostic : rules.rules().compilation().diagnostics()) {
            if (diagnostic.isError()) {
                String rule = diagnostic.rule() == null ? "" : "rule " + diagnostic.rule() + ": ";
                problems.add(new SignatureDiagnostic(
                        Severity.ERROR,
                        diagnostic.source(),
                        diagnostic.line(),
                        diagnostic.column(),
                        rule + diagnostic.message(),
                        null));
            }
        }
        RuleSetInfo info = new RuleSetInfo(
                name, options.origin(), rules.digest(), rules.rules().rules().size(), rules.leftOut());
        return new SignaturePart(
                key, digests, Map.of(), new YaraPart(type, rules.rules(), info), null, null, List.copyOf(problems));
    }

    /** Reads one file. */
    @FunctionalInterface
    private interface Reading {
        void from(DigestInputStream in) throws IOException;
    }

    private void read(
            SignatureFile file, Map<String, String> digests, List<SignatureDiagnostic> problems, Reading reading) {
        try (DigestInputStream in = file.open(options.keys())) {
            reading.from(in);
            /* A reader may end before the file does; its digest must not. */
            in.transferTo(OutputStream.nullOutputStream());
            digests.put(file.name(), Digests.hex(in));
        } catch (IOException e) {
            digests.put(file.name(), "unreadable");
            problems.add(unreadableFile(file.name(), e));
        } catch (ThorException e) {
            digests.put(file.name(), "unreadable");
            problems.add(new SignatureDiagnostic(Severity.ERROR, file.name(), 0, 0, e.reason(), e.hint()));
        }
    }
}
