package io.thor4j.thunderstorm.web;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every file there is to serve, by its path. All are named here and read when this is made: what a request asks for is looked up in this
 * map and reaches neither the file system nor a class loader. Immutable.
 */
final class StaticFiles {
    private static final Logger LOG = LoggerFactory.getLogger(StaticFiles.class);

    private static final String HTML = "text/html; charset=utf-8";
    private static final String SCRIPT = "text/javascript; charset=utf-8";
    private static final String STYLE = "text/css; charset=utf-8";
    private static final String JSON = "application/json";
    private static final String SVG = "image/svg+xml";

    private static final String OWN_ONLY =
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
                    + "form-action 'none'; frame-ancestors 'none'; base-uri 'none'; ";

    /** Own scripts never parse markup: the browser holds them to it. */
    static final String POLICY = OWN_ONLY + "img-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'";

    /** Swagger UI's style sheet has its symbols as data: addresses, and its libraries set markup. */
    static final String DOCUMENTATION_POLICY = OWN_ONLY + "img-src 'self' data:";

    private static final String WEBJAR = "META-INF/maven/org.webjars/swagger-ui/pom.properties";

    private final Map<String, StaticFile> files = new LinkedHashMap<>();

    /** Read and compressed at the first use, once for all servers of a process. */
    private static final class Shared {
        private static final StaticFiles FILES = new StaticFiles();
    }

    /** Returns the files, with Swagger UI's where that jar is on the class path. */
    static StaticFiles shared() {
        return Shared.FILES;
    }

    private StaticFiles() {
        own("/", "index.html", HTML);
        own("/static/base.css", "base.css", STYLE);
        own("/static/style.css", "style.css", STYLE);
        own("/static/favicon.svg", "favicon.svg", SVG);
        for (String script : new String[] {"page", "api", "charts", "dom", "findings", "upload"}) {
            own("/static/" + script + ".js", script + ".js", SCRIPT);
        }
        own("/static/api.json", "api.json", JSON);
        put("/static/docs.html", HTML, DOCUMENTATION_POLICY, read("docs.html"));
        own("/static/docs.css", "docs.css", STYLE);
        own("/static/docs.js", "docs.js", SCRIPT);
        swagger();
    }

    /** The file at a path, null when there is none. */
    @Nullable
    StaticFile find(String path) {
        return files.get(path);
    }

    private void own(String path, String name, String contentType) {
        put(path, contentType, POLICY, read(name));
    }

    private void put(String path, String contentType, String policy, byte[] bytes) {
        files.put(path, new StaticFile(contentType, policy, bytes));
    }

    private static byte[] read(String name) {
        try (InputStream in = StaticFiles.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new FileNotFoundException(name + " is missing in the jar of the service");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /* The jar's folder has the version in its name, and the jar says which: no second place for it. Its loader is this class's. An
    embedder may leave the jar out: the page of the documentation then says so and links the OpenAPI file. */
    private void swagger() {
        ClassLoader loader = StaticFiles.class.getClassLoader();
        try (InputStream in = loader.getResourceAsStream(WEBJAR)) {
            if (in == null) {
                LOG.info(
                        "No Swagger UI on the class path (org.webjars:swagger-ui): the API documentation is the OpenAPI file alone");
                return;
            }
            Properties properties = new Properties();
            properties.load(in);
            String folder = "META-INF/resources/webjars/swagger-ui/" + properties.getProperty("version") + "/";
            swagger(loader, folder, "swagger-ui-bundle.js", SCRIPT);
            swagger(loader, folder, "swagger-ui.css", STYLE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void swagger(ClassLoader loader, String folder, String name, String contentType) throws IOException {
        try (InputStream in = loader.getResourceAsStream(folder + name)) {
            if (in == null) {
                throw new FileNotFoundException(folder + name + " is missing in Swagger UI's jar");
            }
            put("/static/" + name, contentType, DOCUMENTATION_POLICY, in.readAllBytes());
        }
    }
}
