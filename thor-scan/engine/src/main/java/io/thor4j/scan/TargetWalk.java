package io.thor4j.scan;

import io.thor4j.core.Outcome;
import io.thor4j.core.Target;
import io.thor4j.core.walk.FileWalker;
import io.thor4j.core.walk.Place;
import io.thor4j.scan.resume.ScanState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Goes through the targets of a scan, or through those that an earlier part of it left. For one thread. */
final class TargetWalk {
    private final ScanSettings settings;
    private final List<Target> targets;
    private final @Nullable Resumption resumption;
    private final ScanMessages messages;
    private final Receiver receiver;

    TargetWalk(
            ScanSettings settings,
            List<Target> targets,
            @Nullable Resumption resumption,
            ScanMessages messages,
            Receiver receiver) {
        this.settings = settings;
        this.targets = targets;
        this.resumption = resumption;
        this.messages = messages;
        this.receiver = receiver;
    }

    /**
     * Where an element stands.
     *
     * @param target the index of its target
     * @param place its place below the target, null when it is the target itself
     */
    record Spot(int target, @Nullable Place place) {}

    /** Takes what the walk meets, under the name to show. */
    interface Receiver {
        /** An element to scan. */
        void element(String name, Target target, Spot spot) throws InterruptedException;

        /** An element that is not scanned, and what is to be said about it. */
        void left(String name, Outcome outcome, List<Emission> emissions, Spot spot) throws InterruptedException;

        /** A target that is not begun because the scan is stopped. */
        void notBegun(String name, Spot spot) throws InterruptedException;

        /** Asked before each entry; true ends the walk. */
        boolean stopped();
    }

    void walk() throws InterruptedException {
        Resumption earlier = resumption;
        ScanState state = earlier == null ? null : earlier.state();
        int done = state == null ? -1 : state.target();
        for (int i = 0; i < targets.size(); i++) {
            if (i > done) {
                walk(i, targets.get(i), List.of());
            } else if (i == done && earlier != null && !earlier.place().isEmpty()) {
                walk(i, targets.get(i), earlier.place());
            }
        }
    }

    private void walk(int index, Target target, List<Path> done) throws InterruptedException {
        Spot itself = new Spot(index, null);
        if (target instanceof Target.PathTarget path) {
            if (receiver.stopped()) {
                receiver.notBegun(target.name(), itself);
            } else {
                new FolderWalk(index, path.displayName() == null).walk(path, done);
            }
        } else if (target instanceof Target.ImageTarget image) {
            String name = image.displayName() == null ? settings.files().shown(image.name()) : image.name();
            receiver.element(name, new Target.ImageTarget(real(image.path()), name), itself);
        } else {
            receiver.element(target.name(), target, itself);
        }
    }

    /* Where a link leads that the caller named. */
    private static Path real(Path path) {
        try {
            return Files.isSymbolicLink(path) ? path.toRealPath() : path;
        } catch (IOException | SecurityException e) {
            /* The scan of the link fails, and says so. */
            return path;
        }
    }

    /** The files of one target. */
    private final class FolderWalk implements FileWalker.Visitor {
        private final int target;
        private final boolean mapped;
        private final FileWalker walker;

        FolderWalk(int target, boolean mapped) {
            this.target = target;
            this.mapped = mapped;
            this.walker = new FileWalker(
                    settings::isExcluded, settings.followSymlinks(), settings.networkFileSystems(), this);
        }

        void walk(Target.PathTarget path, List<Path> done) throws InterruptedException {
            walker.walk(path.path(), path.displayName(), done);
        }

        private Spot spot() {
            return new Spot(target, walker.place());
        }

        private String shown(String name) {
            return mapped ? settings.files().shown(name) : name;
        }

        @Override
        public void file(Path path, String name) throws InterruptedException {
            String shown = shown(name);
            receiver.element(shown, new Target.PathTarget(path, shown), spot());
        }

        @Override
        public void skipped(String name, boolean folder, String reason) throws InterruptedException {
            String shown = shown(name);
            List<Emission> notes =
                    folder ? List.of(new Emission.Note(messages.folderSkipped(shown, reason))) : List.of();
            receiver.left(shown, Outcome.skipped(reason), notes, spot());
        }

        @Override
        public void failed(String name, boolean folder, String reason) throws InterruptedException {
            String shown = shown(name);
            Outcome outcome = Outcome.failed(reason);
            receiver.left(shown, outcome, List.of(new Emission.Note(messages.notScanned(shown, outcome))), spot());
        }

        @Override
        public boolean stopped() {
            return receiver.stopped();
        }
    }
}
