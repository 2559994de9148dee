// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator.internal.wire;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** A key and a certificate signed by itself, for localhost, made anew at every start. */
public final class TlsIdentity {

  private static final String ECDSA_WITH_SHA256 = "1.2.840.10045.4.3.2";
  private static final String COMMON_NAME = "2.5.4.3";
  private static final String BASIC_CONSTRAINTS = "2.5.29.19";
  private static final String ALTERNATIVE_NAMES = "2.5.29.17";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final Duration VALID = Duration.ofDays(365);

  private final Certificate certificate;
  private final SSLContext context;

  private TlsIdentity(Certificate certificate, SSLContext context) {
    this.certificate = certificate;
    this.context = context;
  }

  /** Makes one. */
  public static TlsIdentity create() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair keys = generator.generateKeyPair();
      Certificate certificate =
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(signed(keys)));
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry(
          "simulator", keys.getPrivate(), new char[0], new Certificate[] {certificate});
      KeyManagerFactory managers =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      managers.init(store, new char[0]);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(managers.getKeyManagers(), null, null);
      return new TlsIdentity(certificate, context);
    } catch (GeneralSecurityException | IOException unsupported) {
      throw new IllegalStateException("this Java can't make a certificate", unsupported);
    }
  }

  private static byte[] signed(KeyPair keys) throws GeneralSecurityException {
    byte[] algorithm = DerWriter.sequence(DerWriter.identifier(ECDSA_WITH_SHA256));
    byte[] name =
        DerWriter.sequence(
            DerWriter.set(
                DerWriter.sequence(
                    DerWriter.identifier(COMMON_NAME), DerWriter.text("dsql-simulator"))));
    Instant now = Instant.now();
    byte[] validity =
        DerWriter.sequence(
            DerWriter.time(TIME.format(now.minus(Duration.ofHours(1)))),
            DerWriter.time(TIME.format(now.plus(VALID))));
    byte[] isAuthority =
        DerWriter.sequence(
            DerWriter.identifier(BASIC_CONSTRAINTS),
            DerWriter.truth(),
            DerWriter.octets(DerWriter.sequence(DerWriter.truth())));
    byte[] names =
        DerWriter.sequence(
            DerWriter.identifier(ALTERNATIVE_NAMES),
            DerWriter.octets(
                DerWriter.sequence(
                    DerWriter.tagged(0x82, "localhost".getBytes(StandardCharsets.US_ASCII)),
                    DerWriter.tagged(0x87, new byte[] {127, 0, 0, 1}))));
    byte[] content =
        DerWriter.sequence(
            DerWriter.tagged(0xa0, DerWriter.integer(BigInteger.TWO)),
            DerWriter.integer(new BigInteger(63, new SecureRandom())),
            algorithm,
            name,
            validity,
            name,
            keys.getPublic().getEncoded(),
            DerWriter.tagged(0xa3, DerWriter.sequence(isAuthority, names)));
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(keys.getPrivate());
    signature.update(content);
    return DerWriter.sequence(content, algorithm, DerWriter.bits(signature.sign()));
  }

  /** The certificate, for a client that wants to verify it. */
  public String pem() {
    try {
      return "-----BEGIN CERTIFICATE-----\n"
          + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded())
          + "\n-----END CERTIFICATE-----\n";
    } catch (GeneralSecurityException unreadable) {
      throw new IllegalStateException(unreadable);
    }
  }

  /** Secures a client's connection, of which some bytes may have been read already. */
  SSLSocket secure(Socket socket, InputStream alreadyRead) throws IOException {
    SSLSocket secured =
        (SSLSocket) context.getSocketFactory().createSocket(socket, alreadyRead, true);
    secured.setUseClientMode(false);
    SSLParameters parameters = secured.getSSLParameters();
    parameters.setApplicationProtocols(new String[] {"postgresql"});
    secured.setSSLParameters(parameters);
    secured.startHandshake();
    return secured;
  }
}
