package org.mailroom.server.config;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A settings record seen as keys: component {@code maxLineLength} is key {@code max-line-length}.
 */
final class Shape {

    private Shape() {}

    static String key(RecordComponent component) {
        return component
                .getName()
                .replaceAll("([a-z0-9])([A-Z])", "$1-$2")
                .toLowerCase(Locale.ROOT);
    }

    static Optional<RecordComponent> component(Class<?> record, String key) {
        return components(record).filter(c -> key(c).equals(key)).findFirst();
    }

    static java.util.stream.Stream<RecordComponent> components(Class<?> record) {
        return Arrays.stream(record.getRecordComponents());
    }

    /** A record whose components are keys of their own, rather than one value. */
    static boolean isGroup(Class<?> type) {
        return type.isRecord() && !Scalars.known(type);
    }

    static boolean isList(Class<?> type) {
        return type == List.class;
    }

    static boolean isOptional(Class<?> type) {
        return type == Optional.class;
    }

    static boolean isMap(Class<?> type) {
        return type == Map.class;
    }

    /** The element type of a list or an optional. */
    static Class<?> element(Type type) {
        return (Class<?>) ((ParameterizedType) type).getActualTypeArguments()[0];
    }

    static Object value(RecordComponent component, Object record) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(record);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("cannot read " + component, e);
        }
    }

    /** Calls the canonical constructor, whose checks speak as IllegalArgumentException. */
    static Object create(Class<?> record, @Nullable Object[] values) {
        Class<?>[] types =
                components(record).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            var constructor = record.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException refused) {
                throw refused;
            }
            throw new IllegalStateException("cannot make " + record, e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot make " + record, e);
        }
    }
}
