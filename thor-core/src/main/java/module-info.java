/** The vocabulary of thor as types, and the SPI that extends it. */
module io.thor4j.core {
    requires static transitive org.jspecify;
    requires org.slf4j;
    requires tools.jackson.core;

    exports io.thor4j.core;
    exports io.thor4j.core.spi;
}
