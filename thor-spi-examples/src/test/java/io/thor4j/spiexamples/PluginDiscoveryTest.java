package io.thor4j.spiexamples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.thor4j.core.spi.DetectorProvider;
import io.thor4j.core.spi.HookProvider;
import io.thor4j.core.spi.LoadedPlugins;
import io.thor4j.core.spi.PluginDirectory;
import io.thor4j.core.spi.PluginInfo;
import io.thor4j.core.spi.PluginLoader;
import io.thor4j.core.spi.PluginProvider;
import io.thor4j.core.spi.SinkProvider;
import io.thor4j.scan.ScanReport;
import io.thor4j.scan.ThorScanner;
import java.io.InputStream;
import java.lang.module.Configuration;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginDiscoveryTest {
    private static final Set<String> IDS =
            Set.of("example.disguised-executable", "example.level-counts", "example.parcel", "example.webhook");

    @TempDir
    Path folder;

    /** All of the application but these examples, as a host sees it that has them only as a plugin. */
    private static final class Host extends ClassLoader {
        Host() {
            /* Not the platform loader: it knows the modules of the application and would find the examples. */
            super(null);
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (name.startsWith("io.thor4j.spiexamples.")) {
                throw new ClassNotFoundException(name);
            }
            return PluginDiscoveryTest.class.getClassLoader().loadClass(name);
        }
    }

    private static Set<String> ids(LoadedPlugins<?>... loaded) {
        Set<String> ids = new TreeSet<>();
        for (LoadedPlugins<?> plugins : loaded) {
            assertEquals(List.of(), plugins.problems());
            plugins.plugins().forEach(plugin -> ids.add(plugin.info().id()));
        }
        return ids;
    }

    private static <P extends PluginProvider> void assertOnlyExampleClasses(LoadedPlugins<P> loaded, boolean named) {
        assertEquals(1, loaded.plugins().size());
        assertEquals(
                named, loaded.plugins().get(0).provider().getClass().getModule().isNamed());
    }

    @Test
    void moduleInfoAndServiceFilesNameTheSameProviders() throws Exception {
        Map<String, Set<String>> declared = new TreeMap<>();
        try (InputStream in = Files.newInputStream(ExampleJar.classes().resolve("module-info.class"))) {
            ModuleDescriptor.read(in)
                    .provides()
                    .forEach(service -> declared.put(service.service(), new TreeSet<>(service.providers())));
        }
        Map<String, Set<String>> listed = new TreeMap<>();
        try (Stream<Path> files = Files.list(ExampleJar.classes().resolve("META-INF/services"))) {
            for (Path file : files.toList()) {
                listed.put(file.getFileName().toString(), new TreeSet<>(Files.readAllLines(file)));
            }
        }
        assertEquals(declared, listed);
        assertEquals(
                Set.of(DetectorProvider.class.getName(), HookProvider.class.getName(), SinkProvider.class.getName()),
                declared.keySet());
    }

    @Test
    void classPathFindsTheProviders() throws Exception {
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {ExampleJar.classes().toUri().toURL()}, new Host())) {
            LoadedPlugins<DetectorProvider> detectors = PluginLoader.discover(DetectorProvider.class, loader);
            LoadedPlugins<SinkProvider> sinks = PluginLoader.discover(SinkProvider.class, loader);
            LoadedPlugins<HookProvider> hooks = PluginLoader.discover(HookProvider.class, loader);
            assertEquals(IDS, ids(detectors, sinks, hooks));
            assertOnlyExampleClasses(detectors, false);
        }
    }

    @Test
    void modulePathFindsTheProviders() throws Exception {
        ModuleLayer boot = ModuleLayer.boot();
        Configuration configuration = boot.configuration()
                .resolve(ModuleFinder.of(ExampleJar.classes()), ModuleFinder.of(), Set.of("io.thor4j.spiexamples"));
        ModuleLayer layer = boot.defineModulesWithOneLoader(configuration, new Host());
        LoadedPlugins<DetectorProvider> detectors =
                PluginLoader.discover(DetectorProvider.class, layer.findLoader("io.thor4j.spiexamples"));
        LoadedPlugins<SinkProvider> sinks =
                PluginLoader.discover(SinkProvider.class, layer.findLoader("io.thor4j.spiexamples"));
        LoadedPlugins<HookProvider> hooks =
                PluginLoader.discover(HookProvider.class, layer.findLoader("io.thor4j.spiexamples"));
        assertEquals(IDS, ids(detectors, sinks, hooks));
        assertOnlyExampleClasses(detectors, true);
    }

    @Test
    void jarDroppedIntoThePluginFolderTakesPartInAScan() throws Exception {
        Path plugins = Files.createDirectory(folder.resolve("plugins"));
        ExampleJar.write(plugins.resolve("spi-examples.jar"));
        Path files = Files.createDirectory(folder.resolve("files"));
        Files.write(files.resolve("holiday.jpg"), new byte[] {'M', 'Z', 0, 0});
        Files.write(files.resolve("tool.exe"), new byte[] {'M', 'Z', 0, 0});
        Path csv = folder.resolve("counts.csv");
        try (PluginDirectory directory = PluginDirectory.open(plugins, new Host())) {
            ScanReport report;
            try (ThorScanner scanner = ThorScanner.builder()
                    .plugins(directory)
                    .pluginOptions("example.level-counts", Map.of("file", csv.toString()))
                    .build()) {
                report = scanner.scan(files);
            }
            assertEquals("files seen 2 = clean 1 + matched 1 + incomplete 0 + skipped 0 + failed 0", report.coverage());
            assertEquals(
                    IDS,
                    report.plugins().stream()
                            .filter(plugin -> String.valueOf(plugin.origin()).contains("spi-examples.jar"))
                            .map(PluginInfo::id)
                            .collect(Collectors.toSet()));
        }
        assertEquals("level,assessments\nWarning,1\n", Files.readString(csv));
    }
}
