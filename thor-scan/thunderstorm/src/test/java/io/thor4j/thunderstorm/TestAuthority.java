package io.thor4j.thunderstorm;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** An authority of our own that signs certificates, made with the JDK's keytool. */
public final class TestAuthority {
    /** Of all the stores. */
    public static final String PASSWORD = "changeit";

    private final Path store;

    /** Makes the authority's key and certificate. */
    public TestAuthority(Path folder) throws IOException, InterruptedException {
        store = Files.createDirectories(folder).resolve("authority.p12");
        keytool("-alias", "authority", "-dname", "CN=thor test authority", "-ext", "bc:c=ca:true");
    }

    private void keytool(String... arguments) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        words.addAll(List.of(
                "-J-XX:TieredStopAtLevel=1",
                "-genkeypair",
                "-keyalg",
                "EC",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD));
        words.addAll(List.of(arguments));
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(output);
        }
    }

    private KeyStore open() throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(store)) {
            KeyStore all = KeyStore.getInstance("PKCS12");
            all.load(in, PASSWORD.toCharArray());
            return all;
        }
    }

    private static KeyStore empty() throws IOException, GeneralSecurityException {
        KeyStore empty = KeyStore.getInstance("PKCS12");
        empty.load(null, null);
        return empty;
    }

    /**
     * Signs a certificate.
     *
     * @param name its common name
     * @param names whom it is good for, such as {@code ip:127.0.0.1}
     */
    public Signed sign(String name, String names) throws IOException, InterruptedException, GeneralSecurityException {
        keytool("-alias", name, "-dname", "CN=" + name, "-ext", "SAN=" + names, "-signer", "authority");
        KeyStore all = open();
        return new Signed(all.getKey(name, PASSWORD.toCharArray()), all.getCertificateChain(name));
    }

    /** The authority's certificate alone: who trusts it trusts what it signed. */
    public KeyStore trust() throws IOException, GeneralSecurityException {
        KeyStore trust = empty();
        trust.setCertificateEntry("authority", open().getCertificate("authority"));
        return trust;
    }

    /** The same in PEM. */
    public byte[] pem() throws IOException, GeneralSecurityException {
        return block("CERTIFICATE", open().getCertificate("authority").getEncoded());
    }

    private static byte[] block(String label, byte[] der) {
        Base64.Encoder lines = Base64.getMimeEncoder(64, new byte[] {'\n'});
        return ("-----BEGIN " + label + "-----\n" + lines.encodeToString(der) + "\n-----END " + label + "-----\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * A key with its certificate and the authority's.
     *
     * @param key the key
     * @param chain the certificates, its own first
     */
    public record Signed(Key key, Certificate... chain) {
        /** Key and certificates, as a server takes them. */
        public KeyStore store() throws IOException, GeneralSecurityException {
            KeyStore store = empty();
            store.setKeyEntry("key", key, PASSWORD.toCharArray(), chain);
            return store;
        }

        /** The certificate in PEM. */
        public byte[] pem() throws GeneralSecurityException {
            return block("CERTIFICATE", chain[0].getEncoded());
        }

        /** The key in PEM, PKCS#8. */
        public byte[] keyPem() {
            return block("PRIVATE KEY", key.getEncoded());
        }
    }
}
