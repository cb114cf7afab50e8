/** The libyara that is installed on this system as a second YARA engine. */
module io.thor4j.libyara {
    requires static transitive org.jspecify;
    requires transitive io.thor4j.core;
    requires com.sun.jna;

    exports io.thor4j.libyara;

    opens io.thor4j.libyara to
            com.sun.jna;

    provides io.thor4j.core.spi.YaraEngineProvider with
            io.thor4j.libyara.LibyaraEngine;
}
