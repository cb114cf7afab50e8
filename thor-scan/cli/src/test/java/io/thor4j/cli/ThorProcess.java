package io.thor4j.cli;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Runs {@code thor} as a process of its own, from the classes of this build. */
final class ThorProcess {
    private ThorProcess() {}

    /**
     * Starts the command.
     *
     * @param err where its standard error goes
     * @param jvm options of the JVM
     * @param args the words after {@code thor}
     */
    static Process start(Path err, List<String> jvm, List<String> args) throws IOException {
        return new ProcessBuilder(command(jvm, args))
                .redirectError(err.toFile())
                .start();
    }

    /**
     * Returns the words that start the command.
     *
     * @param jvm options of the JVM
     * @param args the words after {@code thor}
     */
    static List<String> command(List<String> jvm, List<String> args) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(Objects.requireNonNull(System.getProperty("java.home")), "bin", "java")
                .toString());
        command.addAll(jvm);
        command.add("-cp");
        command.add(classPath());
        command.add(ThorCommand.class.getName());
        command.addAll(args);
        return command;
    }

    /* The modules of a test run stand on the module path, or in a file of arguments for it. */
    private static String classPath() {
        Stream<String> modules = ThorCommand.class.getModule().getLayer() == null
                ? Stream.empty()
                : ThorCommand.class.getModule().getLayer().configuration().modules().stream()
                        .flatMap(module -> module.reference().location().stream())
                        .filter(location -> location.getScheme().equals("file"))
                        .map(location -> Path.of(location).toString());
        Stream<String> classes =
                Stream.of(System.getProperty("java.class.path", "").split(File.pathSeparator, -1));
        return Stream.concat(modules, classes)
                .filter(path -> !path.isEmpty())
                .distinct()
                .collect(Collectors.joining(File.pathSeparator));
    }
}
