package org.mailroom.mailstore.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.bouncycastle.crypto.modes.AESGCMPacketCipher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.Random;

/** NIST SP 800-38D; both implementations, whichever the machine would take. */
@Timeout(20)
class AeadTest {
    private static final long SEED = 38_004;

    @Test
    void pureJavaOpensWhatThePlatformsSealsAndTheOtherWayRound() {
        Random random = new Random(SEED);
        for (int length : new int[] {0, 1, 15, 16, 17, 31, 32, 33, 255, 1024, 4097, 65_536}) {
            byte[] key = bytes(random, 32);
            byte[] nonce = bytes(random, 12);
            byte[] aad = bytes(random, random.nextInt(40));
            byte[] plain = bytes(random, length);

            byte[] platform = new byte[length + 16];
            Aead.seal(key, nonce, aad, plain, 0, length, platform, 0);
            byte[] java = new byte[length + 16];
            Aead.seal(new AESGCMPacketCipher(), key, nonce, aad, plain, 0, length, java, 0);
            assertThat(java).as("length %d", length).isEqualTo(platform);

            byte[] opened = new byte[length];
            Aead.open(key, nonce, aad, java, 0, length + 16, opened, 0);
            assertThat(opened).isEqualTo(plain);
            opened = new byte[length];
            Aead.open(
                    new AESGCMPacketCipher(), key, nonce, aad, platform, 0, length + 16, opened, 0);
            assertThat(opened).isEqualTo(plain);
        }
    }

    /** Test case 16 of the GCM specification (McGrew, Viega): 256-bit key, 60 bytes, 20 of AAD. */
    @Test
    void agreesWithTheSpecification() {
        byte[] key = hex("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308");
        byte[] nonce = hex("cafebabefacedbaddecaf888");
        byte[] aad = hex("feedfacedeadbeeffeedfacedeadbeefabaddad2");
        byte[] plain =
                hex(
                        "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
                                + "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39");
        byte[] sealed = new byte[plain.length + 16];
        Aead.seal(key, nonce, aad, plain, 0, plain.length, sealed, 0);
        assertThat(sealed)
                .isEqualTo(
                        hex(
                                "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
                                        + "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
                                        + "76fc6ece0f4e1768cddf8853bb2d551b"));
    }

    @Test
    void whatIsAlteredIsNotHandedOut() {
        Random random = new Random(SEED);
        byte[] key = bytes(random, 32);
        byte[] nonce = bytes(random, 12);
        byte[] plain = bytes(random, 1000);
        byte[] sealed = new byte[1016];
        Aead.seal(key, nonce, new byte[0], plain, 0, 1000, sealed, 0);
        sealed[random.nextInt(sealed.length)] ^= 1;
        for (boolean java : new boolean[] {false, true}) {
            byte[] out = new byte[1000];
            var cipher = java ? new AESGCMPacketCipher() : AESGCMPacketCipher.newInstance();
            assertThatThrownBy(
                            () ->
                                    Aead.open(
                                            cipher,
                                            key,
                                            nonce,
                                            new byte[0],
                                            sealed,
                                            0,
                                            1016,
                                            out,
                                            0))
                    .isInstanceOf(TamperedException.class);
            assertThat(out).containsOnly(0);
        }
    }

    @Test
    void theImplementationHasAName() {
        assertThat(Seal.implementation()).startsWith("AES-256-GCM ").contains("BouncyCastle");
    }

    private static byte[] hex(String digits) {
        return java.util.HexFormat.of().parseHex(digits);
    }

    private static byte[] bytes(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
