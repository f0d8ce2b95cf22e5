package org.mailroom.server.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.spi.ContextAwareBase;

import org.mailroom.server.config.Log;
import org.slf4j.LoggerFactory;

/**
 * Logback finds this as its configurator, so that it never looks for XML: until {@link
 * #configure(Log)} only warnings are written, to standard error.
 */
public final class Logging extends ContextAwareBase implements Configurator {

    /** Ids of the connection and the message at hand stand before the text when there are any. */
    private static final String PATTERN =
            "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %logger{0} %replace([%mdc] ){'\\[\\] ',''}"
                    + "%msg%n%ex";

    /** Libraries that tell more at INFO than an operator can use. */
    private static final String[] QUIET = {
        "org.eclipse.jetty", "io.javalin", "com.zaxxer.hikari", "org.hibernate"
    };

    /** Warn of what we know: H2 newer than Flyway was tried with, a dialect named on purpose. */
    private static final String[] SILENT = {"org.hibernate.orm.deprecation", "org.flywaydb"};

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        install(context, "System.err", Log.Format.PLAIN, Level.WARN);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /** To be called once, before the first line is logged. */
    public static void configure(Log log) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        install(context, "System.out", log.format(), Level.toLevel(log.level().name()));
    }

    private static void install(
            LoggerContext context, String target, Log.Format format, Level level) {
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.detachAndStopAllAppenders();
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setContext(context);
        console.setName("console");
        console.setTarget(target);
        console.setEncoder(encoder(context, format));
        console.start();
        root.addAppender(console);
        root.setLevel(level);
        for (String name : QUIET) {
            context.getLogger(name)
                    .setLevel(level.isGreaterOrEqual(Level.WARN) ? level : Level.WARN);
        }
        for (String name : SILENT) {
            context.getLogger(name).setLevel(Level.ERROR);
        }
    }

    private static Encoder<ILoggingEvent> encoder(LoggerContext context, Log.Format format) {
        if (format == Log.Format.JSON) {
            JsonEncoder json = new JsonEncoder();
            json.setContext(context);
            json.setWithArguments(false);
            json.setWithMessage(false);
            json.setWithFormattedMessage(true);
            json.setWithContext(false);
            json.start();
            return json;
        }
        PatternLayoutEncoder plain = new PatternLayoutEncoder();
        plain.setContext(context);
        plain.setPattern(PATTERN);
        plain.start();
        return plain;
    }
}
