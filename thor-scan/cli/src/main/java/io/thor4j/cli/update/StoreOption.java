package io.thor4j.cli.update;

import io.thor4j.cli.CommandFailure;
import io.thor4j.thunderstorm.update.SignatureStore;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that says where packs are installed. Used by one thread. */
final class StoreOption {
    @Option(
            names = "--store",
            paramLabel = "DIR",
            description = "Needed. The folder of the installed packs; those in use are in DIR/current.")
    private @Nullable Path root;

    SignatureStore store() {
        if (root == null) {
            throw CommandFailure.usage("say where packs are installed: --store DIR");
        }
        return new SignatureStore(root);
    }

    /** Returns an error's message with what it lacks: for a missing file it is the name alone. */
    static String reason(IOException e) {
        return e instanceof FileSystemException
                ? e.getClass().getSimpleName().replace("Exception", "") + " " + e.getMessage()
                : String.valueOf(e.getMessage());
    }
}
