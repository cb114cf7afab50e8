package io.thor4j.spiexamples;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/** The examples as a user gets them. */
final class ExampleJar {
    private ExampleJar() {}

    /** Returns the folder of the compiled examples. */
    static Path classes() throws URISyntaxException {
        return Path.of(DisguisedExecutableProvider.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
    }

    /** Writes a jar with one class, listed as a provider. */
    static void write(Path jar, Class<?> service, Class<?> provider) throws IOException {
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new JarEntry("META-INF/services/" + service.getName()));
            out.write(provider.getName().getBytes(StandardCharsets.UTF_8));
            out.closeEntry();
            out.putNextEntry(new JarEntry(provider.getName().replace('.', '/') + ".class"));
            try (InputStream in =
                    Objects.requireNonNull(provider.getResourceAsStream(provider.getSimpleName() + ".class"))) {
                in.transferTo(out);
            }
            out.closeEntry();
        }
    }

    static void write(Path jar) throws IOException, URISyntaxException {
        write(jar, classes());
    }

    /** Writes a jar with all that is below a folder. */
    static void write(Path jar, Path classes) throws IOException {
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file);
                Stream<Path> paths = Files.walk(classes)) {
            for (Path path : paths.filter(Files::isRegularFile).sorted().toList()) {
                out.putNextEntry(
                        new JarEntry(classes.relativize(path).toString().replace('\\', '/')));
                Files.copy(path, out);
                out.closeEntry();
            }
        }
    }
}
