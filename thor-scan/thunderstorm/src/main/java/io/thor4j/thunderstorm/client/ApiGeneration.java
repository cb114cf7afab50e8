package io.thor4j.thunderstorm.client;

/** The two sets of paths that servers have (thunderstorm.md section 1). A client reads the shapes of both, whichever it asked for. */
public enum ApiGeneration {
    /** THOR 10's: {@code /api/check}, flat findings. */
    V10("api/"),
    /** THOR 11's: {@code /api/v1/check}, findings as in JSON log v3. */
    V1("api/v1/");

    private final String path;

    ApiGeneration(String path) {
        this.path = path;
    }

    String path() {
        return path;
    }
}
