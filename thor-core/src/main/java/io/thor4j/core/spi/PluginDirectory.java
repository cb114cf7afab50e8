package io.thor4j.core.spi;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;

/**
 * A folder of plugin jars, on one class loader below thor's own, so that plugins can share libraries that lie beside them. Close it after
 * the last plugin's last use. May be shared by threads.
 *
 * <p>Modular jars are loaded as plain ones: their {@code META-INF/services} count, their {@code provides} clauses do not.
 */
public final class PluginDirectory implements AutoCloseable {
    private final URLClassLoader loader;
    private final List<Path> jars;
    private final List<PluginProblem> problems;

    private PluginDirectory(URLClassLoader loader, List<Path> jars, List<PluginProblem> problems) {
        this.loader = loader;
        this.jars = List.copyOf(jars);
        this.problems = List.copyOf(problems);
    }

    /**
     * Opens a folder; only files directly in it that end with {@code .jar} count, in the order of their names.
     *
     * @param folder the folder
     * @param parent sees thor's interfaces, usually {@code Detector.class.getClassLoader()}
     * @return the open folder
     * @throws IOException when the folder cannot be listed; a jar that cannot be opened is a problem instead
     */
    public static PluginDirectory open(Path folder, ClassLoader parent) throws IOException {
        List<Path> candidates = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.jar")) {
            files.forEach(candidates::add);
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        candidates.sort(null);
        List<Path> jars = new ArrayList<>();
        List<URL> urls = new ArrayList<>();
        List<PluginProblem> problems = new ArrayList<>();
        for (Path jar : candidates) {
            try {
                new JarFile(jar.toFile()).close();
                urls.add(jar.toUri().toURL());
                jars.add(jar);
            } catch (IOException e) {
                problems.add(new PluginProblem(null, null, jar.toString(), "not a readable jar: " + e.getMessage()));
            }
        }
        return new PluginDirectory(
                new URLClassLoader("thor-plugins", urls.toArray(new URL[0]), parent), jars, problems);
    }

    /** Returns the loader for {@link PluginLoader#discover(Class, ClassLoader)}; it finds the parent's providers too. */
    public ClassLoader classLoader() {
        return loader;
    }

    /** Returns the jars that were opened, in the order of their names. */
    public List<Path> jars() {
        return jars;
    }

    /** Returns the jars that could not be opened. */
    public List<PluginProblem> problems() {
        return problems;
    }

    /** Closes the jars; classes not yet loaded cannot be loaded any more. */
    @Override
    public void close() throws IOException {
        loader.close();
    }
}
