package org.mailroom.messaging.login.passkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailroom.messaging.login.passkey.PasskeyCeremony.Known;
import org.mailroom.messaging.login.passkey.PasskeyCeremony.Made;
import org.mailroom.messaging.login.passkey.PasskeyCeremony.Owner;
import org.mailroom.messaging.login.passkey.PasskeyCeremony.Used;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

@Timeout(30)
class PasskeyCeremonyTest {
    private static final String ORIGIN = "https://mail.demo.test";
    private static final byte[] HANDLE = {1, 2, 3};
    private static final byte[] CHALLENGE = new byte[32];
    private static final byte[] OTHER_CHALLENGE =
            "another challenge of 32 octets!!".getBytes(java.nio.charset.StandardCharsets.UTF_8);

    private final PasskeyCeremony ceremony = new PasskeyCeremony(URI.create(ORIGIN), "Mail");
    private final SoftwareAuthenticator device = device();
    private final Owner anna = new Owner(HANDLE, "anna@demo.test", "Anna", List.of());

    private static SoftwareAuthenticator device() {
        return new SoftwareAuthenticator(ORIGIN, "mail.demo.test");
    }

    private Made make() throws Exception {
        return ceremony.made(
                anna, CHALLENGE, "phone", device.create(ceremony.creation(anna, CHALLENGE)));
    }

    private Used use(Made made, Optional<byte[]> whose) throws Exception {
        return use(made, whose, device.get(ceremony.request(CHALLENGE, List.of())));
    }

    private Used use(Made made, Optional<byte[]> whose, String answer) throws PasskeyRefused {
        byte[] id = made.credential().id();
        return ceremony.used(
                CHALLENGE,
                whose,
                asked ->
                        Arrays.equals(asked, id)
                                ? Optional.of(
                                        new Known(made.credential(), HANDLE, made.signatures()))
                                : Optional.empty(),
                answer);
    }

    @Test
    void makesAndUses() throws Exception {
        Made made = make();
        assertThat(made.credential().name()).isEqualTo("phone");
        assertThat(made.credential().transports()).containsExactly("internal");
        assertThat(use(made, Optional.empty()).id()).isEqualTo(made.credential().id());
        assertThat(use(made, Optional.of(HANDLE)).signatures()).isEqualTo(3);
        device.tellsHandle = false;
        assertThat(use(made, Optional.of(HANDLE)).signatures()).isEqualTo(4);
    }

    @Test
    void isKeptAsItIs() throws Exception {
        PasskeyCredential made = make().credential();
        PasskeyCredential kept = PasskeyCredential.of(made.bytes());
        assertThat(kept).usingRecursiveComparison().isEqualTo(made);
    }

    @Test
    void asksForNoSecondPasskeyOfOneDevice() throws Exception {
        PasskeyCredential made = make().credential();
        Owner again = new Owner(HANDLE, "anna@demo.test", "", List.of(made));
        assertThat(ceremony.creation(again, CHALLENGE))
                .contains("excludeCredentials", "\"userVerification\":\"required\"")
                .contains("anna@demo.test");
        assertThat(ceremony.request(CHALLENGE, List.of(made))).contains("allowCredentials");
    }

    @ParameterizedTest
    @ValueSource(strings = {"origin", "subdomain", "http", "port", "host", "absent", "unverified"})
    void refusesWhatDoesNotFit(String what) throws Exception {
        Made made = make();
        Consumer<SoftwareAuthenticator> fault =
                switch (what) {
                    case "origin" -> d -> d.origin = "https://evil.test";
                    case "subdomain" -> d -> d.origin = "https://x.mail.demo.test";
                    case "http" -> d -> d.origin = "http://mail.demo.test";
                    case "port" -> d -> d.origin = "https://mail.demo.test:8443";
                    case "host" -> d -> d.host = "demo.test";
                    case "absent" -> d -> d.present = false;
                    default -> d -> d.verifies = false;
                };
        fault.accept(device);
        assertThatThrownBy(() -> use(made, Optional.empty())).isInstanceOf(PasskeyRefused.class);
        assertThatThrownBy(this::make).isInstanceOf(PasskeyRefused.class);
    }

    @Test
    void refusesAnotherChallenge() throws Exception {
        Made made = make();
        String answer = device.get(ceremony.request(OTHER_CHALLENGE, List.of()));
        assertThatThrownBy(() -> use(made, Optional.empty(), answer))
                .isInstanceOf(PasskeyRefused.class);
        String creation = device.create(ceremony.creation(anna, OTHER_CHALLENGE));
        assertThatThrownBy(() -> ceremony.made(anna, CHALLENGE, "x", creation))
                .isInstanceOf(PasskeyRefused.class);
    }

    @Test
    void refusesACountThatDoesNotGrow() throws Exception {
        device.count = 7;
        Made made = make();
        device.step = 0;
        assertThatThrownBy(() -> use(made, Optional.empty())).isInstanceOf(PasskeyRefused.class);
        device.count = 3;
        assertThatThrownBy(() -> use(made, Optional.empty())).isInstanceOf(PasskeyRefused.class);
        device.count = 9;
        assertThat(use(made, Optional.empty()).signatures()).isEqualTo(9);
    }

    /** Passkeys that are synchronised between devices do not count. */
    @Test
    void acceptsDevicesThatDoNotCount() throws Exception {
        device.step = 0;
        Made made = make();
        assertThat(use(made, Optional.empty()).signatures()).isZero();
        assertThat(use(made, Optional.empty()).signatures()).isZero();
    }

    @Test
    void refusesAnothersPasskey() throws Exception {
        Made made = make();
        assertThatThrownBy(() -> use(made, Optional.of(new byte[] {9})))
                .isInstanceOf(PasskeyRefused.class);
        device.otherHandle = Optional.of(new byte[] {9});
        assertThatThrownBy(() -> use(made, Optional.empty())).isInstanceOf(PasskeyRefused.class);
        assertThatThrownBy(() -> use(made, Optional.of(HANDLE))).isInstanceOf(PasskeyRefused.class);
    }

    @Test
    void refusesAnotherKey() throws Exception {
        Made made = make();
        SoftwareAuthenticator other = device();
        other.create(ceremony.creation(anna, CHALLENGE));
        String foreign = other.get(ceremony.request(CHALLENGE, List.of()));
        assertThatThrownBy(() -> use(made, Optional.empty(), foreign))
                .isInstanceOf(PasskeyRefused.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "null", "[1]", "{\"id\":\"AA\"}", "x"})
    void refusesRubbish(String answer) throws Exception {
        Made made = make();
        assertThatThrownBy(() -> use(made, Optional.empty(), answer))
                .isInstanceOf(PasskeyRefused.class);
        assertThatThrownBy(() -> ceremony.made(anna, CHALLENGE, "x", answer))
                .isInstanceOf(PasskeyRefused.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"android-safetynet", "compound", "x"})
    void refusesOddAttestations(String format) {
        device.format = format;
        assertThatThrownBy(this::make).isInstanceOf(PasskeyRefused.class);
    }

    @Test
    void neverFailsOtherwise() throws Exception {
        Made made = make();
        String right = device.get(ceremony.request(CHALLENGE, List.of()));
        String creation = device.create(ceremony.creation(anna, CHALLENGE));
        var random = new java.util.SplittableRandom(5);
        for (int i = 0; i < 2000; i++) {
            String changed = changed(random, i % 2 == 0 ? right : creation);
            try {
                use(made, Optional.empty(), changed);
            } catch (PasskeyRefused expected) {
                assertThat(expected).isNotNull();
            }
            try {
                ceremony.made(anna, CHALLENGE, "x", changed);
            } catch (PasskeyRefused expected) {
                assertThat(expected).isNotNull();
            }
        }
    }

    private static String changed(java.util.SplittableRandom random, String text) {
        StringBuilder changed = new StringBuilder(text);
        for (int n = random.nextInt(1, 4); n > 0; n--) {
            int at = random.nextInt(changed.length());
            switch (random.nextInt(3)) {
                case 0 -> changed.setCharAt(at, (char) random.nextInt(32, 127));
                case 1 -> changed.deleteCharAt(at);
                default -> changed.insert(at, (char) random.nextInt(32, 127));
            }
        }
        return changed.toString();
    }
}
