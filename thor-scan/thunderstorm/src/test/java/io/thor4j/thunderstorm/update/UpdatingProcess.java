package io.thor4j.thunderstorm.update;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** An update in a process of its own that ends, as if killed, at a step: store, pack, key, step. */
final class UpdatingProcess {
    /** What it ends with at that step. */
    static final int KILLED = 77;

    private UpdatingProcess() {}

    public static void main(String[] args) throws Exception {
        SignatureStore store = new SignatureStore(Path.of(args[0]), step -> {
            if (step.equals(args[3])) {
                Runtime.getRuntime().halt(KILLED);
            }
        });
        PackTrust trust = PackTrust.parse(List.of(Files.readAllBytes(Path.of(args[2]))));
        store.install(PackSource.file(Path.of(args[1])), trust, false, folder -> "");
    }
}
