/** The YARA language and engine in pure Java. */
@SuppressWarnings("module") // the scanner is compiled after this module
module io.thor4j.yara {
    requires static transitive org.jspecify;
    requires transitive io.thor4j.core;

    exports io.thor4j.yara;
    exports io.thor4j.yara.pattern to
            io.thor4j.scan;
    exports io.thor4j.yara.spi;

    provides io.thor4j.core.spi.YaraEngineProvider with
            io.thor4j.yara.ThorYaraEngine;
}
