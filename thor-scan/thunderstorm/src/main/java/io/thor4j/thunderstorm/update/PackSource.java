package io.thor4j.thunderstorm.update;

import io.thor4j.core.MalformedInputException;
import io.thor4j.core.ThorException;
import io.thor4j.core.http.ConnectionException;
import io.thor4j.core.http.HttpTransport;
import io.thor4j.thunderstorm.transport.ConnectionSettings;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/** Where a pack comes from. */
public interface PackSource {
    /**
     * Reads a pack.
     *
     * @param <T> what it makes of it
     */
    @FunctionalInterface
    interface Reader<T> {
        /**
         * Reads a pack.
         *
         * @param in its bytes; it need not read them all
         * @return what it makes of it
         * @throws IOException when they cannot be read
         */
        T read(InputStream in) throws IOException;
    }

    /** Returns its name, for messages. */
    String name();

    /**
     * Opens the pack and hands it over.
     *
     * @param <T> what the reader makes of it
     * @param reader reads it
     * @return what the reader returned
     * @throws IOException when it is not there or cannot be read
     */
    <T> T read(Reader<T> reader) throws IOException;

    /**
     * A file.
     *
     * @param file the pack
     */
    static PackSource file(Path file) {
        return new PackSource() {
            @Override
            public String name() {
                return file.toString();
            }

            @Override
            public <T> T read(Reader<T> reader) throws IOException {
                try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
                    return reader.read(in);
                }
            }
        };
    }

    /**
     * The newest pack of a folder: of all {@code *.thorpack} in it that a trusted key signed, the one with the highest version.
     *
     * @param folder the folder
     * @param trust the trusted keys
     * @throws MalformedInputException when there is no genuine pack
     * @throws IOException when the folder cannot be read
     */
    static PackSource newest(Path folder, PackTrust trust) throws IOException {
        List<Path> files;
        try (Stream<Path> list = Files.list(folder)) {
            files = list.filter(file -> file.toString().endsWith(".thorpack"))
                    .sorted()
                    .toList();
        }
        PackSource newest = null;
        PackVersion highest = null;
        ThorException problem = null;
        for (Path file : files) {
            PackSource source = file(file);
            try {
                PackVersion version = source.read(in ->
                        new PackReader(in, source.name(), trust).manifest().version());
                if (highest == null || version.compareTo(highest) > 0) {
                    highest = version;
                    newest = source;
                }
            } catch (ThorException e) {
                problem = e;
            }
        }
        if (newest == null) {
            throw problem == null
                    ? new MalformedInputException("no *.thorpack in it", folder.toString(), null, null)
                    : problem;
        }
        return newest;
    }

    /**
     * A pack on a web server. Only HTTPS: who sits between could otherwise serve an old pack for ever.
     *
     * @param uri its address
     * @param settings how to connect
     * @throws IllegalArgumentException when it is no HTTPS address
     */
    static PackSource https(URI uri, ConnectionSettings settings) {
        if (!"https".equalsIgnoreCase(uri.getScheme()) || uri.getHost() == null) {
            throw new IllegalArgumentException("not an https address: " + uri);
        }
        return new PackSource() {
            @Override
            public String name() {
                return uri.toString();
            }

            @Override
            public <T> T read(Reader<T> reader) throws IOException {
                AtomicReference<IOException> own = new AtomicReference<>();
                try (HttpTransport transport = settings.open()) {
                    return transport.exchange(settings.call("GET", uri, null), answer -> {
                        if (answer.status() != 200) {
                            throw new ConnectionException(
                                    ConnectionException.Kind.UNREACHABLE, "HTTP " + answer.status(), null);
                        }
                        try {
                            return reader.read(answer.body());
                        } catch (IOException e) {
                            own.set(e);
                            throw e;
                        }
                    });
                } catch (ConnectionException e) {
                    // A full disk is no broken connection.
                    throw Objects.requireNonNullElse(own.get(), e);
                }
            }
        };
    }
}
