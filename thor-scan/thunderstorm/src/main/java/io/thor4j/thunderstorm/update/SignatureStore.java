package io.thor4j.thunderstorm.update;

import io.thor4j.core.MalformedInputException;
import io.thor4j.core.ThorException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A folder of installed signature packs, one of them in use; the package's description has its form. At whatever point an update ends, by an
 * error, a kill or a power cut, {@code current} leads to a whole set: the old one, or the new one once it was verified and loaded. Threads
 * and processes may share it; one of them changes it at a time.
 */
public final class SignatureStore {
    private static final String VERSIONS = "versions";
    private static final String SIGNATURES = "signatures";
    private static final String STAGING = "staging-";
    private static final int SUFFIX = 8;

    private final Path root;
    private final StoreLink current;
    private final StoreLink previous;
    private final Consumer<String> steps;

    /**
     * An installed pack.
     *
     * @param manifest what is in it
     * @param folder its signatures; it stays as it is while the pack is the current one or the one before
     */
    public record Installed(PackManifest manifest, Path folder) {}

    /**
     * What an update did.
     *
     * @param installed what is in use now
     * @param changed false when it was in use before
     * @param contents what the load check said of it, empty when nothing changed
     */
    public record Update(Installed installed, boolean changed, String contents) {}

    /**
     * Names the folder.
     *
     * @param root the folder; made by the first update
     */
    public SignatureStore(Path root) {
        this(root, step -> {});
    }

    /** For tests that end the process at each step. */
    SignatureStore(Path root, Consumer<String> steps) {
        this.root = root.toAbsolutePath();
        this.current = new StoreLink(this.root.resolve("current"));
        this.previous = new StoreLink(this.root.resolve("previous"));
        this.steps = steps;
    }

    /**
     * Returns the pack in use.
     *
     * @return the pack, null when there is none yet
     * @throws MalformedInputException when the folder was damaged
     * @throws IOException when it cannot be read
     */
    public @Nullable Installed current() throws IOException {
        return installed(current);
    }

    /**
     * Returns the pack that was in use before.
     *
     * @return the pack, null when there is none
     * @throws MalformedInputException when the folder was damaged
     * @throws IOException when it cannot be read
     */
    public @Nullable Installed previous() throws IOException {
        Installed before = installed(previous);
        Installed now = current();
        return before != null && now != null && before.folder().equals(now.folder()) ? null : before;
    }

    private @Nullable Installed installed(StoreLink link) throws IOException {
        Path folder = link.target();
        if (folder == null) {
            return null;
        }
        Path version = folder.getParent();
        if (version == null || !Files.isDirectory(folder)) {
            throw new MalformedInputException("it leads to no folder", link.toString(), "install a pack again", null);
        }
        return new Installed(PackManifest.read(Files.readAllBytes(version.resolve(PackReader.MANIFEST))), folder);
    }

    /**
     * Compares an installed pack with its manifest.
     *
     * @param pack the pack
     * @return what is not as it was installed, by path; empty when all is
     * @throws IOException when a file cannot be read
     */
    public List<String> damage(Installed pack) throws IOException {
        List<String> damage = new ArrayList<>();
        List<Path> known = new ArrayList<>();
        for (PackManifest.Entry file : pack.manifest().files()) {
            Path path = pack.folder().resolve(file.path());
            known.add(path);
            if (!Files.isRegularFile(path)) {
                damage.add(file.path() + ": missing");
            } else if (!Sha256.of(path).equals(file.sha256())) {
                damage.add(file.path() + ": changed");
            }
        }
        try (Stream<Path> files = Files.walk(pack.folder())) {
            files.filter(file -> !Files.isDirectory(file) && !known.contains(file))
                    .forEach(file -> damage.add(pack.folder().relativize(file) + ": not of the pack"));
        }
        return damage;
    }

    /**
     * Installs a pack and switches to it, when it is genuine, newer than the one in use, and loads.
     *
     * @param source where it comes from
     * @param trust whose packs are taken
     * @param allowOlder takes older packs too, and others of the same version
     * @param check tells whether it loads
     * @return what is in use now
     * @throws MalformedInputException when it is no pack, damaged, or not signed with a trusted key
     * @throws UpdateRefusedException when it is older, or does not load
     * @throws IOException when it cannot be read or written, or another update is running
     */
    @SuppressWarnings("try") // the lock is held, not used
    public Update install(PackSource source, PackTrust trust, boolean allowOlder, LoadCheck check) throws IOException {
        Files.createDirectories(root.resolve(VERSIONS));
        try (FileChannel channel = lock()) {
            prune();
            steps.accept("begun");
            return source.read(in -> {
                PackReader pack = new PackReader(in, source.name(), trust);
                Installed now = current();
                if (now != null && !replaces(pack, now, allowOlder)) {
                    return new Update(now, false, "");
                }
                return install(pack, check);
            });
        }
    }

    /* Whether the pack shall take the place of the one in use; false when it is that one. */
    private static boolean replaces(PackReader pack, Installed now, boolean allowOlder) throws IOException {
        Path version = now.folder().resolveSibling(PackReader.MANIFEST);
        if (Arrays.equals(pack.json(), Files.readAllBytes(version))) {
            return false;
        }
        PackVersion offered = pack.manifest().version();
        PackVersion used = now.manifest().version();
        int order = offered.compareTo(used);
        if (order <= 0 && !allowOlder) {
            throw new UpdateRefusedException(
                    order < 0
                            ? "the pack has the version " + offered + ", older than " + used + " in use"
                            : "another pack of the version " + offered + " is in use",
                    "nothing was changed; older packs are taken when that is asked for",
                    null);
        }
        return true;
    }

    private Update install(PackReader pack, LoadCheck check) throws IOException {
        Path staging = root.resolve(STAGING + UUID.randomUUID());
        try {
            Path signatures = Files.createDirectories(staging.resolve(SIGNATURES));
            pack.extract(signatures);
            steps.accept("extracted");
            DurableFile.write(staging.resolve(PackReader.MANIFEST), pack.json());
            DurableFile.write(staging.resolve(PackReader.SIGNATURE), pack.signature());
            steps.accept("written");
            String contents = load(check, signatures);
            steps.accept("loaded");
            String name = pack.manifest().version() + "-"
                    + UUID.randomUUID().toString().substring(0, SUFFIX);
            Path version = root.resolve(VERSIONS).resolve(name);
            DurableFile.syncFolders(staging);
            Files.move(staging, version, StandardCopyOption.ATOMIC_MOVE);
            DurableFile.syncFolder(root.resolve(VERSIONS));
            steps.accept("moved");
            switchTo(version.resolve(SIGNATURES));
            prune();
            steps.accept("pruned");
            return new Update(new Installed(pack.manifest(), version.resolve(SIGNATURES)), true, contents);
        } finally {
            FolderTree.delete(staging);
        }
    }

    private static String load(LoadCheck check, Path signatures) throws IOException {
        try {
            return check.load(signatures);
        } catch (UpdateRefusedException e) {
            throw e;
        } catch (ThorException e) {
            throw new UpdateRefusedException("the pack does not load: " + e.getMessage(), "nothing was changed", e);
        }
    }

    private void switchTo(Path signatures) throws IOException {
        Path old = current.target();
        if (old != null) {
            previous.set(old);
            steps.accept("previous set");
        }
        current.set(signatures);
        steps.accept("switched");
    }

    /**
     * Goes back to the pack that was in use before.
     *
     * @param check tells whether it still loads
     * @return what is in use now
     * @throws UpdateRefusedException when there is none, or it does not load
     * @throws IOException when it cannot be read or written, or an update is running
     */
    @SuppressWarnings("try") // the lock is held, not used
    public Update rollback(LoadCheck check) throws IOException {
        Files.createDirectories(root.resolve(VERSIONS));
        try (FileChannel channel = lock()) {
            Installed before = previous();
            if (before == null) {
                throw new UpdateRefusedException("there is no pack to go back to", null, null);
            }
            String contents = load(check, before.folder());
            switchTo(before.folder());
            return new Update(before, true, contents);
        }
    }

    /* Removes what no link leads to: packs before the last two, and what updates left behind that were killed. */
    private void prune() throws IOException {
        List<Path> kept = new ArrayList<>();
        for (StoreLink link : List.of(current, previous)) {
            Path folder = link.target();
            if (folder != null && folder.getParent() != null) {
                kept.add(folder.getParent());
            }
            link.deleteLeftOver();
        }
        for (Path folder : list(root.resolve(VERSIONS))) {
            if (!kept.contains(folder)) {
                FolderTree.delete(folder);
            }
        }
        for (Path entry : list(root)) {
            if (entry.getFileName().toString().startsWith(STAGING)) {
                FolderTree.delete(entry);
            }
        }
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.toList();
        }
    }

    private FileChannel lock() throws IOException {
        FileChannel channel =
                FileChannel.open(root.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
        }
        if (lock == null) {
            channel.close();
            throw new IOException("another update is running in " + root);
        }
        return channel;
    }
}
