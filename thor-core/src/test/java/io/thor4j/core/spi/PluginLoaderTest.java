package io.thor4j.core.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.thor4j.core.spi.samples.BadIdDetector;
import io.thor4j.core.spi.samples.BrokenClassDetector;
import io.thor4j.core.spi.samples.EarlierDetector;
import io.thor4j.core.spi.samples.FirstDetector;
import io.thor4j.core.spi.samples.SameIdDetector;
import io.thor4j.core.spi.samples.ThrowingDetector;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

class PluginLoaderTest {
    private static final String SAMPLES = "io.thor4j.core.spi.samples.";

    @TempDir
    Path folder;

    /** thor's own loader as a program with plugins has it: it does not see the plugins' classes. */
    private final ClassLoader thor = new ClassLoader(PluginLoaderTest.class.getClassLoader()) {
        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith(SAMPLES)) {
                throw new ClassNotFoundException(name);
            }
            return super.loadClass(name, resolve);
        }
    };

    private void jar(String name, String services, Class<?>... classes) throws IOException {
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(folder.resolve(name)))) {
            jar.putNextEntry(new JarEntry("META-INF/services/" + DetectorProvider.class.getName()));
            jar.write(services.getBytes(StandardCharsets.UTF_8));
            for (Class<?> type : classes) {
                String entry = type.getName().replace('.', '/') + ".class";
                jar.putNextEntry(new JarEntry(entry));
                try (InputStream in = type.getResourceAsStream(type.getSimpleName() + ".class")) {
                    assertNotNull(in, entry);
                    in.transferTo(jar);
                }
            }
        }
    }

    @Test
    void aFolderOfJarsLoadsWhatWorksAndReportsTheRest() throws IOException {
        jar(
                "b.jar",
                SAMPLES + "ThrowingDetector\n" + SAMPLES + "SameIdDetector\n" + SAMPLES + "Missing\n" + SAMPLES
                        + "BrokenClassDetector\n" + SAMPLES + "BadIdDetector\n",
                ThrowingDetector.class,
                SameIdDetector.class,
                BrokenClassDetector.class,
                BadIdDetector.class);
        jar(
                "a.jar",
                SAMPLES + "FirstDetector\n" + SAMPLES + "EarlierDetector\n",
                FirstDetector.class,
                EarlierDetector.class);
        Files.writeString(folder.resolve("c.jar"), "not a jar");
        Files.writeString(folder.resolve("readme.txt"), "not a plugin");
        try (PluginDirectory directory = PluginDirectory.open(folder, thor)) {
            assertEquals(List.of(folder.resolve("a.jar"), folder.resolve("b.jar")), directory.jars());
            assertEquals(1, directory.problems().size());
            assertTrue(directory.problems().get(0).reason().startsWith("not a readable jar"));

            LoadedPlugins<DetectorProvider> loaded =
                    PluginLoader.discover(DetectorProvider.class, directory.classLoader());
            assertEquals(
                    List.of("a.earlier", "sample.first"),
                    loaded.plugins().stream().map(plugin -> plugin.info().id()).toList());
            PluginInfo first = loaded.plugins().get(1).info();
            assertEquals("1.2", first.version());
            assertTrue(first.origin().endsWith("a.jar"), first.origin());
            assertNull(loaded.plugins().get(0).info().version());
            Map<String, String> reasons = new java.util.TreeMap<>();
            loaded.problems().forEach(problem -> reasons.put(String.valueOf(problem.className()), problem.reason()));
            assertEquals(5, loaded.problems().size(), reasons.toString());
            assertTrue(reasons.get(SAMPLES + "ThrowingDetector").contains("no licence"), reasons.toString());
            assertEquals("the id is taken by " + SAMPLES + "FirstDetector", reasons.get(SAMPLES + "SameIdDetector"));
            assertTrue(reasons.get(SAMPLES + "BadIdDetector").startsWith("the id is not of the form"));
            assertTrue(reasons.get(SAMPLES + "BrokenClassDetector").contains("Error"), reasons.toString());
            assertTrue(reasons.get("null").contains(SAMPLES + "Missing not found"), reasons.toString());
            Detector detector = loaded.plugins()
                    .get(0)
                    .provider()
                    .create(new PluginConfig(Map.of("k", "v"), LoggerFactory.getLogger("test")));
            assertNotNull(detector);
        }
    }

    @Test
    void aClosedFolderGivesNoMoreClasses() throws IOException {
        jar("a.jar", SAMPLES + "FirstDetector\n", FirstDetector.class);
        PluginDirectory directory = PluginDirectory.open(folder, thor);
        directory.close();
        assertThrows(ClassNotFoundException.class, () -> directory.classLoader().loadClass(SAMPLES + "FirstDetector"));
    }

    @Test
    void aMissingFolderIsAnError() {
        assertThrows(IOException.class, () -> PluginDirectory.open(folder.resolve("none"), thor));
    }

    @Test
    void anExplicitListNeedsNoSearch() {
        LoadedPlugins<DetectorProvider> loaded = PluginLoader.of(
                DetectorProvider.class, List.of(new SameIdDetector(), new FirstDetector(), new EarlierDetector()));
        assertEquals(
                List.of("a.earlier", "sample.first"),
                loaded.plugins().stream().map(plugin -> plugin.info().id()).toList());
        assertEquals("2", loaded.plugins().get(1).info().version());
        assertEquals(1, loaded.problems().size());
    }

    /** Answers with a method of the test. */
    private static DetectorProvider provider(Supplier<String> id) {
        return new DetectorProvider() {
            @Override
            public String id() {
                return id.get();
            }

            @Override
            public String requiredThor() {
                return "v999.1";
            }

            @Override
            public Detector create(PluginConfig config) {
                throw new AssertionError("not asked for");
            }
        };
    }

    @Test
    void aProviderWhoseAnswersThrowAnythingCostsOnlyItself() {
        LoadedPlugins<DetectorProvider> loaded = PluginLoader.of(
                DetectorProvider.class,
                List.of(
                        provider(() -> {
                            throw new AssertionError("no");
                        }),
                        provider(() -> recurse(0) + ""),
                        new FirstDetector()));
        assertEquals(1, loaded.plugins().size());
        assertEquals(2, loaded.problems().size());
        assertTrue(loaded.problems().get(0).reason().contains("AssertionError"));
        assertTrue(loaded.problems().get(1).reason().contains("StackOverflowError"));
    }

    private static int recurse(int depth) {
        return depth < 0 ? depth : recurse(depth + 1) + 1;
    }

    @Test
    void aCallerCanGiveUp() {
        LoadedPlugins<DetectorProvider> loaded = PluginLoader.of(
                DetectorProvider.class, List.of(new FirstDetector(), new EarlierDetector()), (provider, work) -> {
                    if (provider == FirstDetector.class) {
                        return "no answer";
                    }
                    work.run();
                    return null;
                });
        assertEquals("a.earlier", loaded.plugins().get(0).info().id());
        assertEquals("no answer", loaded.problems().get(0).reason());
        assertEquals(FirstDetector.class.getName(), loaded.problems().get(0).className());
    }

    @Test
    void aPluginThatNeedsANewerThorIsLeftOut() {
        LoadedPlugins<DetectorProvider> loaded =
                PluginLoader.of(DetectorProvider.class, List.of(provider(() -> "of.the.future")));
        assertEquals(List.of(), loaded.plugins());
        assertTrue(loaded.problems().get(0).reason().startsWith("it needs thor v999.1, this is "));
    }

    @ParameterizedTest
    @CsvSource({
        "0.2.0, 0.1, false",
        "0.2.0, v0.2.0, false",
        "0.2.0-SNAPSHOT, 0.2.0, false",
        "0.9.0, 0.10.0, true",
        "1.0.0, 2, true",
        ", 2, false",
        "1.0, , false",
        "1.0, nonsense, false"
    })
    void versionsAreComparedByTheirNumbers(String own, String required, boolean tooOld) {
        assertEquals(tooOld, PluginLoader.isTooOld(own, required));
    }

    @Test
    void aLayerWithoutProvidersIsEmpty() {
        LoadedPlugins<SinkProvider> loaded = PluginLoader.discover(SinkProvider.class, ModuleLayer.boot());
        assertEquals(List.of(), loaded.plugins());
        assertEquals(List.of(), loaded.problems());
    }

    @Test
    void optionsAreReadOnly() {
        PluginConfig config = new PluginConfig(Map.of("k", "v"), LoggerFactory.getLogger("test"));
        assertEquals("v", config.option("k"));
        assertNull(config.option("other"));
        assertThrows(UnsupportedOperationException.class, () -> config.options().put("a", "b"));
    }
}
