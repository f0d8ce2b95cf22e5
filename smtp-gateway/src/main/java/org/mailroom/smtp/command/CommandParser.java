package org.mailroom.smtp.command;

import org.mailroom.messaging.delivery.Recipient.Notify;
import org.mailroom.messaging.people.AddrSpec;
import org.mailroom.smtp.command.Command.Body;
import org.mailroom.smtp.command.Command.Greeting;
import org.mailroom.transport.net.Line;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** A line in, a {@link Command} out. RFC 5321 §4.1.1. */
public final class CommandParser {
    /** Longest command but AUTH, in octets; every extension of ours fits. RFC 5321 §4.5.3.1.4. */
    public static final int MAX_COMMAND = 2048;

    /** RFC 3461 §4.4. */
    private static final int MAX_ENVID = 100;

    /** RFC 3461 §4.2. */
    private static final int MAX_ORCPT = 500;

    private CommandParser() {}

    /**
     * Reads one command line.
     *
     * @throws SyntaxError if it is none
     */
    public static Command parse(Line line) throws SyntaxError {
        if (!line.strict() && !line.tooLong()) {
            throw new SyntaxError(500, "5.5.2", "Line has to end with CR LF and hold no other");
        }
        String text = decode(line.bytes());
        Scanner in = new Scanner(text);
        String verb = in.word().toUpperCase(Locale.ROOT);
        if (line.tooLong() || (line.bytes().length > MAX_COMMAND && !verb.equals("AUTH"))) {
            throw new SyntaxError(500, "5.5.2", "Line is too long");
        }
        in.skipSpaces();
        return switch (verb) {
            case "HELO" -> hello(Greeting.HELO, in);
            case "EHLO" -> hello(Greeting.EHLO, in);
            case "LHLO" -> hello(Greeting.LHLO, in);
            case "STARTTLS" -> bare(in, new Command.StartTls());
            case "AUTH" -> auth(in);
            case "MAIL" -> mail(in);
            case "RCPT" -> rcpt(in);
            case "DATA" -> bare(in, new Command.Data());
            case "BDAT" -> bdat(in);
            case "RSET" -> bare(in, new Command.Rset());
            case "NOOP" -> new Command.Noop();
            case "VRFY" -> new Command.Vrfy();
            case "EXPN" -> new Command.Expn();
            case "HELP" -> new Command.Help();
            case "QUIT" -> bare(in, new Command.Quit());
            default -> throw new SyntaxError(500, "5.5.1", "Command is not known");
        };
    }

    private static String decode(byte[] bytes) throws SyntaxError {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new SyntaxError(500, "5.5.2", "Line is neither ASCII nor UTF-8");
        }
    }

    private static Command bare(Scanner in, Command command) throws SyntaxError {
        in.expectEnd();
        return command;
    }

    /** The name is not verified and keeps nobody out. RFC 5321 §4.1.4. */
    private static Command hello(Greeting greeting, Scanner in) throws SyntaxError {
        String name = in.word();
        if (name.isEmpty()) {
            throw SyntaxError.argument("Name of the client is expected", in.column());
        }
        if (name.length() > 255 || name.chars().anyMatch(Character::isISOControl)) {
            throw SyntaxError.argument("Name of the client is not one");
        }
        in.expectEnd();
        return new Command.Hello(greeting, name);
    }

    private static Command auth(Scanner in) throws SyntaxError {
        String mechanism = in.word().toUpperCase(Locale.ROOT);
        if (mechanism.isEmpty()) {
            throw SyntaxError.argument("Name of a mechanism is expected", in.column());
        }
        in.skipSpaces();
        String initial = in.word();
        in.expectEnd();
        return new Command.Auth(
                mechanism, initial.isEmpty() ? Optional.empty() : Optional.of(initial));
    }

    private static Command mail(Scanner in) throws SyntaxError {
        in.expect("FROM:");
        Optional<AddrSpec> reversePath = in.path();
        Parameters parameters = Parameters.parse(in);
        OptionalLong size = size(parameters.take("SIZE"));
        Body body = body(parameters.take("BODY"));
        boolean utf8 = parameters.takeFlag("SMTPUTF8");
        Optional<String> envid = envid(parameters.take("ENVID"));
        boolean whole = ret(parameters.take("RET"));
        // RFC 4954 §5: who submitted it elsewhere; believed from nobody, so read and forgotten.
        Optional<String> submitter = parameters.take("AUTH");
        if (submitter.isPresent()) {
            Xtext.decode("AUTH", submitter.get(), utf8);
        }
        parameters.expectNoMore();
        return new Command.Mail(reversePath, size, body, utf8, envid, whole);
    }

    private static OptionalLong size(Optional<String> value) throws SyntaxError {
        return value.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(number("SIZE", value.get(), 20));
    }

    private static long number(String what, String digits, int most) throws SyntaxError {
        if (digits.isEmpty()
                || digits.length() > most
                || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw SyntaxError.argument(what + " has to be a number of at most 20 digits");
        }
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException pastLong) {
            return Long.MAX_VALUE;
        }
    }

    private static Body body(Optional<String> value) throws SyntaxError {
        return switch (value.orElse("7BIT").toUpperCase(Locale.ROOT)) {
            case "7BIT" -> Body.SEVEN_BIT;
            case "8BITMIME" -> Body.EIGHT_BIT_MIME;
            case "BINARYMIME" -> Body.BINARY_MIME;
            default -> throw SyntaxError.argument("BODY has to be 7BIT, 8BITMIME or BINARYMIME");
        };
    }

    private static Optional<String> envid(Optional<String> value) throws SyntaxError {
        if (value.isEmpty()) {
            return value;
        }
        if (value.get().length() > MAX_ENVID) {
            throw SyntaxError.argument("ENVID is longer than " + MAX_ENVID + " characters");
        }
        return Optional.of(Xtext.decode("ENVID", value.get(), false));
    }

    private static boolean ret(Optional<String> value) throws SyntaxError {
        return switch (value.orElse("HDRS").toUpperCase(Locale.ROOT)) {
            case "FULL" -> true;
            case "HDRS" -> false;
            default -> throw SyntaxError.argument("RET has to be FULL or HDRS");
        };
    }

    private static Command rcpt(Scanner in) throws SyntaxError {
        in.expect("TO:");
        AddrSpec to =
                in.path().orElseThrow(() -> SyntaxError.argument("<> is nobody to deliver to"));
        Parameters parameters = Parameters.parse(in);
        Set<Notify> notices = notices(parameters.take("NOTIFY"));
        Optional<String> original = original(parameters.take("ORCPT"));
        parameters.expectNoMore();
        return new Command.Rcpt(to, notices, original);
    }

    private static Set<Notify> notices(Optional<String> value) throws SyntaxError {
        if (value.isEmpty()) {
            return EnumSet.of(Notify.FAILURE);
        }
        Set<Notify> notices = EnumSet.noneOf(Notify.class);
        if (value.get().equalsIgnoreCase("NEVER")) {
            return notices;
        }
        for (String word : value.get().split(",", -1)) {
            boolean fresh =
                    switch (word.toUpperCase(Locale.ROOT)) {
                        case "SUCCESS" -> notices.add(Notify.SUCCESS);
                        case "FAILURE" -> notices.add(Notify.FAILURE);
                        case "DELAY" -> notices.add(Notify.DELAY);
                        default -> false;
                    };
            if (!fresh) {
                throw SyntaxError.argument(
                        "NOTIFY has to be NEVER, or SUCCESS, FAILURE, DELAY, each once");
            }
        }
        return notices;
    }

    private static Optional<String> original(Optional<String> value) throws SyntaxError {
        if (value.isEmpty()) {
            return value;
        }
        String text = value.get();
        int semicolon = text.indexOf(';');
        if (text.length() > MAX_ORCPT || semicolon < 1 || semicolon == text.length() - 1) {
            throw SyntaxError.argument(
                    "ORCPT has to be type;address of at most " + MAX_ORCPT + " characters");
        }
        String type = text.substring(0, semicolon).toLowerCase(Locale.ROOT);
        if (!type.chars().allMatch(c -> c == '-' || (c < 128 && Character.isLetterOrDigit(c)))) {
            throw SyntaxError.argument("ORCPT has a type of address that is none");
        }
        String address = Xtext.decode("ORCPT", text.substring(semicolon + 1), type.equals("utf-8"));
        return Optional.of(type + ";" + address);
    }

    private static Command bdat(Scanner in) throws SyntaxError {
        // A size that cannot be read leaves no way to tell where commands go on.
        long size = number("Size of the chunk", in.word(), 18);
        in.skipSpaces();
        String last = in.word();
        in.expectEnd();
        if (!last.isEmpty() && !last.equalsIgnoreCase("LAST")) {
            throw SyntaxError.argument("LAST or the end of the line is expected");
        }
        return new Command.Bdat(size, !last.isEmpty());
    }
}
