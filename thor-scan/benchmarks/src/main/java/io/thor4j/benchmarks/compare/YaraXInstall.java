package io.thor4j.benchmarks.compare;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where YARA-X's native module for Node is.
 *
 * @param node the command that starts Node
 * @param folder has {@code node_modules} in it
 */
record YaraXInstall(String node, Path folder) {
    List<String> command(Path script, String... arguments) {
        List<String> result = new ArrayList<>(
                List.of(node, script.toString(), folder.toAbsolutePath().toString()));
        result.addAll(List.of(arguments));
        return result;
    }
}
