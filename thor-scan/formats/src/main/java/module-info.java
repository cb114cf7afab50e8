/** Extractors: archives, mails, documents with macros. Found by the scanner through the SPI. */
module io.thor4j.formats {
    requires transitive io.thor4j.core;
    requires static transitive org.jspecify;
}
