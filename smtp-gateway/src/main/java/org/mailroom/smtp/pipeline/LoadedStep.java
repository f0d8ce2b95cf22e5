package org.mailroom.smtp.pipeline;

import jakarta.mail.MessagingException;

import org.apache.james.core.MailAddress;
import org.apache.mailet.Mail;
import org.apache.mailet.Mailet;
import org.apache.mailet.MailetConfig;
import org.apache.mailet.MailetContext;
import org.apache.mailet.Matcher;
import org.apache.mailet.MatcherConfig;
import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** A pair, made by name and initialised. */
final class LoadedStep {
    private static final String PACKAGE = LoadedStep.class.getPackageName();

    private final Matcher matcher;
    private final Mailet mailet;

    private LoadedStep(Matcher matcher, Mailet mailet) {
        this.matcher = matcher;
        this.mailet = mailet;
    }

    static LoadedStep load(PipelineStep step, MailetContext context) {
        int equals = step.matcher().indexOf('=');
        String name = equals < 0 ? step.matcher() : step.matcher().substring(0, equals);
        String condition = equals < 0 ? null : step.matcher().substring(equals + 1);
        try {
            Matcher matcher = make(Matcher.class, name, PACKAGE + ".matcher.");
            matcher.init(new MatcherSetup(name, condition, context));
            Mailet mailet = make(Mailet.class, step.mailet(), PACKAGE + ".mailet.");
            mailet.init(new MailetSetup(step.mailet(), step.parameters(), context));
            return new LoadedStep(matcher, mailet);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(
                    "pipeline step "
                            + step.matcher()
                            + " → "
                            + step.mailet()
                            + ": no class of this name that can be made: "
                            + e.getMessage(),
                    e);
        } catch (MessagingException | RuntimeException e) {
            throw new IllegalArgumentException(
                    "pipeline step "
                            + step.matcher()
                            + " → "
                            + step.mailet()
                            + ": "
                            + e.getMessage(),
                    e);
        }
    }

    private static <T> T make(Class<T> type, String name, String ourPackage)
            throws ReflectiveOperationException {
        String className = name.indexOf('.') < 0 ? ourPackage + name : name;
        return Class.forName(className).asSubclass(type).getDeclaredConstructor().newInstance();
    }

    Collection<MailAddress> match(Mail mail) throws MessagingException {
        Collection<MailAddress> matched = matcher.match(mail);
        return matched == null ? List.of() : matched;
    }

    void service(Mail mail) throws MessagingException {
        mailet.service(mail);
    }

    void destroy() {
        matcher.destroy();
        mailet.destroy();
    }

    private record MatcherSetup(String name, @Nullable String condition, MailetContext context)
            implements MatcherConfig {
        @Override
        public String getMatcherName() {
            return name;
        }

        @Override
        public @Nullable String getCondition() {
            return condition;
        }

        @Override
        public MailetContext getMailetContext() {
            return context;
        }
    }

    private record MailetSetup(String name, Map<String, String> parameters, MailetContext context)
            implements MailetConfig {
        @Override
        public String getMailetName() {
            return name;
        }

        @Override
        public @Nullable String getInitParameter(String parameter) {
            return parameters.get(parameter);
        }

        @Override
        public Iterator<String> getInitParameterNames() {
            return parameters.keySet().iterator();
        }

        @Override
        public MailetContext getMailetContext() {
            return context;
        }
    }
}
