package io.thor4j.benchmarks.compare;

import io.thor4j.benchmarks.rules.RuleSet;
import io.thor4j.core.json.JsonLogTree;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** A Node process that runs this package's script {@code yara-x.js}: a JSON line for each command, a JSON line for each answer. Used by one thread. */
final class YaraXProcess implements AutoCloseable {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final String SCRIPT = "yara-x.js";

    private final Process process;
    private final Path errors;
    private final BufferedWriter commands;
    private final BufferedReader answers;

    /**
     * Starts the process.
     *
     * @param install how to start it
     * @param work a folder for the script and for what it writes to its error output
     */
    YaraXProcess(YaraXInstall install, Path work) throws IOException {
        errors = Files.createTempFile(work, "yara-x", ".err");
        process = new ProcessBuilder(install.command(script(work), "serve"))
                .redirectError(errors.toFile())
                .start();
        commands = process.outputWriter(StandardCharsets.UTF_8);
        answers = process.inputReader(StandardCharsets.UTF_8);
    }

    /** Returns the script, as a file in a folder. */
    static Path script(Path work) throws IOException {
        Path script = work.resolve(SCRIPT);
        if (!Files.exists(script)) {
            try (InputStream in = Objects.requireNonNull(YaraXProcess.class.getResourceAsStream(SCRIPT))) {
                Files.copy(in, script);
            }
        }
        return script;
    }

    /** Writes rules as the script reads them: a text with all sources, and a description of it. Returns the description. */
    static Path describe(RuleSet set, Path work) throws IOException {
        Path text = Files.createTempFile(work, "rules", ".txt");
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        set.sources().sources().forEach(source -> all.writeBytes(source.text()));
        Files.write(text, all.toByteArray());
        String description = json(json -> {
            json.writeStringProperty("text", text.toString());
            json.writeName("externals");
            json.writeStartObject();
            set.sources().externals().forEach((name, value) -> json.writeStringProperty(name, (String) value));
            json.writeEndObject();
            json.writeName("sources");
            json.writeStartArray();
            set.sources().sources().forEach(source -> {
                json.writeStartArray();
                json.writeString(source.namespace());
                json.writeNumber(source.text().length);
                json.writeEndArray();
            });
            json.writeEndArray();
        });
        return Files.writeString(Files.createTempFile(work, "rules", ".json"), description);
    }

    private static String json(Consumer<JsonGenerator> members) {
        StringWriter line = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), line)) {
            json.writeStartObject();
            members.accept(json);
            json.writeEndObject();
        }
        return line.toString();
    }

    /** Sends a command and returns the one line that answers it. */
    Map<String, @Nullable Object> ask(String command, Consumer<JsonGenerator> arguments) throws IOException {
        send(command, arguments);
        return answer();
    }

    void send(String command, Consumer<JsonGenerator> arguments) throws IOException {
        try {
            commands.write(json(json -> {
                json.writeStringProperty("do", command);
                arguments.accept(json);
            }));
            commands.newLine();
            commands.flush();
        } catch (IOException e) {
            throw ended(e);
        }
    }

    Map<String, @Nullable Object> answer() throws IOException {
        String line = answers.readLine();
        if (line == null) {
            throw ended(null);
        }
        return JsonLogTree.read(line);
    }

    private IOException ended(@Nullable IOException cause) throws IOException {
        process.onExit().join();
        List<String> said = Files.readAllLines(errors);
        return new IOException(
                "YARA-X's process ended with " + process.exitValue() + (said.isEmpty() ? "" : ": " + said.get(0)),
                cause);
    }

    /** Ends the process: it ends at the end of its input, and what does not is ended. */
    @Override
    public void close() {
        try {
            commands.close();
        } catch (IOException e) {
            // It is gone already.
        }
        process.destroy();
        process.onExit().join();
    }
}
