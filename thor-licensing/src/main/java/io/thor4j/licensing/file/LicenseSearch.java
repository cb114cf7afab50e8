package io.thor4j.licensing.file;

import io.thor4j.core.LicensedUse;
import io.thor4j.core.ThorException;
import io.thor4j.licensing.host.HostName;
import io.thor4j.licensing.own.License;
import io.thor4j.licensing.own.Verdict;
import io.thor4j.licensing.own.Verdict.State;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Looks for a licence where THOR does (thor-scanner.md section 1.2), and in this order: the {@code .lic} files of the program folder and all
 * folders in it, or of {@code --license-path} instead; the environment variable {@code THOR_LICENSE}, which holds a file in base64; then the
 * servers, ASGARD before the portal. The first valid licence wins and nothing after it is asked. What a server gives is stored in the folder.
 * Immutable, may be shared by threads.
 */
public final class LicenseSearch {
    /** The environment variable. */
    public static final String VARIABLE = "THOR_LICENSE";

    /** Licences have about 1 KiB; larger files are named and not read. */
    private static final int MAX_BYTES = 1 << 20;

    private final LicenseJudge judge;
    private final Path folder;
    private final Map<String, String> environment;
    private final @Nullable HostName host;
    private final List<RemoteSource> servers;

    private LicenseSearch(Builder builder) {
        judge = builder.judge;
        folder = builder.folder;
        environment = Map.copyOf(builder.environment);
        host = builder.host;
        servers = List.copyOf(builder.servers);
    }

    /**
     * Starts a search.
     *
     * @param judge judges what is found
     * @param folder the program folder, or what {@code --license-path} names
     */
    public static Builder builder(LicenseJudge judge, Path folder) {
        return new Builder(judge, folder);
    }

    /**
     * What a search brought. Immutable, may be shared by threads.
     *
     * @param checks all that was looked at, in order
     * @param found the first that is valid, or empty
     */
    public record Result(List<LicenseCheck> checks, Optional<LicenseCheck> found) {
        /** Makes the result; the list is copied. */
        public Result {
            checks = List.copyOf(checks);
        }
    }

    /** Looks for the first valid licence. */
    public Result find() {
        return find(LicenseCheck::valid);
    }

    /**
     * Looks for the first valid licence that allows a use.
     *
     * @param use what it must allow
     */
    public Result find(LicensedUse use) {
        return find(check -> {
            License license = check.verdict().license();
            return check.valid() && license != null && license.terms().allows(use);
        });
    }

    private Result find(Predicate<LicenseCheck> wanted) {
        List<LicenseCheck> checks = new ArrayList<>();
        for (Path file : files(checks)) {
            LicenseCheck check = check(file);
            checks.add(check);
            if (wanted.test(check)) {
                return new Result(checks, Optional.of(check));
            }
        }
        LicenseCheck variable = variable();
        if (variable != null) {
            checks.add(variable);
            if (wanted.test(variable)) {
                return new Result(checks, Optional.of(variable));
            }
        }
        if (host != null) {
            for (RemoteSource server : servers) {
                LicenseCheck check = retrieve(server, host);
                checks.add(check);
                if (wanted.test(check)) {
                    return new Result(checks, Optional.of(check));
                }
            }
        }
        return new Result(checks, Optional.empty());
    }

    /** Looks at all local licences, valid or not, and asks no server. */
    public List<LicenseCheck> list() {
        List<LicenseCheck> checks = new ArrayList<>();
        for (Path file : files(checks)) {
            checks.add(check(file));
        }
        LicenseCheck variable = variable();
        if (variable != null) {
            checks.add(variable);
        }
        return List.copyOf(checks);
    }

    /** Returns the licence files in the order of their paths; a folder that cannot be read becomes a check of its own. */
    private List<Path> files(List<LicenseCheck> checks) {
        List<Path> files = new ArrayList<>();
        try {
            if (Files.isRegularFile(folder)) {
                return List.of(folder);
            }
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    Path name = file.getFileName();
                    if (name != null
                            && name.toString().toLowerCase(Locale.ROOT).endsWith(".lic")
                            && !attributes.isDirectory()) {
                        files.add(file);
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException e) {
                    checks.add(unreadable(file, e));
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            checks.add(unreadable(folder, e));
        }
        files.sort(null);
        return files;
    }

    private static LicenseCheck unreadable(Path path, IOException e) {
        return bad(path.toString(), "cannot be read: " + e.getClass().getSimpleName());
    }

    private static LicenseCheck bad(String source, String reason) {
        return new LicenseCheck(source, new Verdict(State.DAMAGED, reason, null));
    }

    /**
     * Looks at one file.
     *
     * @param file the file
     */
    public LicenseCheck check(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(MAX_BYTES + 1);
            return content.length > MAX_BYTES
                    ? bad(file.toString(), "larger than " + MAX_BYTES + " bytes")
                    : new LicenseCheck(file.toString(), judge.judge(content));
        } catch (IOException e) {
            return unreadable(file, e);
        }
    }

    private @Nullable LicenseCheck variable() {
        String value = environment.get(VARIABLE);
        if (value == null || value.isBlank()) {
            return null;
        }
        try {
            byte[] file = Base64.getDecoder()
                    .decode(value.replace("\n", "").replace("\r", "").strip());
            return new LicenseCheck(VARIABLE, judge.judge(file));
        } catch (IllegalArgumentException e) {
            return bad(VARIABLE, "not base64");
        }
    }

    private LicenseCheck retrieve(RemoteSource server, HostName name) {
        byte[] license;
        try {
            license = server.retrieve(name);
        } catch (ThorException e) {
            return bad(server.host(), "not retrieved: " + e.getMessage());
        }
        Verdict verdict = judge.judge(license);
        try {
            if (verdict.state() != State.DAMAGED) {
                Path place = Files.isRegularFile(folder) && folder.getParent() != null ? folder.getParent() : folder;
                new LicenseFolder(place).store(name, license);
            }
        } catch (IOException e) {
            // The licence is good for this run; the next one will have to ask again.
            return verdict.valid()
                    ? new LicenseCheck(server.host(), verdict)
                    : bad(
                            server.host(),
                            "retrieved, but not stored: " + e.getClass().getSimpleName());
        }
        return new LicenseCheck(server.host(), verdict);
    }

    /** Collects what a search needs. For one thread. */
    public static final class Builder {
        private final LicenseJudge judge;
        private final Path folder;
        private Map<String, String> environment = Map.of();
        private @Nullable HostName host;
        private final List<RemoteSource> servers = new ArrayList<>();

        private Builder(LicenseJudge judge, Path folder) {
            this.judge = Objects.requireNonNull(judge, "judge");
            this.folder = Objects.requireNonNull(folder, "folder");
        }

        /**
         * Sets the environment variables, none by default.
         *
         * @param variables such as {@link System#getenv()}
         * @return this
         */
        public Builder environment(Map<String, String> variables) {
            environment = variables;
            return this;
        }

        /**
         * Adds a server to ask when no local licence is valid.
         *
         * @param name whom licences are for
         * @param server the server
         * @return this
         */
        public Builder server(HostName name, RemoteSource server) {
            host = Objects.requireNonNull(name, "name");
            servers.add(Objects.requireNonNull(server, "server"));
            return this;
        }

        /** Returns the search. */
        public LicenseSearch build() {
            return new LicenseSearch(this);
        }
    }
}
