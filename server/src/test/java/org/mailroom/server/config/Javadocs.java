package org.mailroom.server.config;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.LinkTree;
import com.sun.source.doctree.LiteralTree;
import com.sun.source.doctree.ParamTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;

import org.mailroom.server.Repository;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** The texts of settings, read from the Javadoc of their records. */
final class Javadocs {

    /** A record's own text, and that of each component by name. */
    record Texts(String summary, Map<String, String> components) {}

    private final Map<String, Texts> byClass = new HashMap<>();

    /** Texts of a record; fails when it has no source or no Javadoc. */
    Texts of(Class<?> record) throws IOException {
        String name = record.getName();
        if (!byClass.containsKey(name)) {
            read(record);
        }
        Texts texts = byClass.get(name);
        if (texts == null) {
            throw new IllegalStateException(name + " has no Javadoc");
        }
        return texts;
    }

    private void read(Class<?> record) throws IOException {
        String file = record.getName().replaceAll("\\$.*", "").replace('.', '/') + ".java";
        Path source =
                Repository.sources("main").stream()
                        .filter(p -> p.endsWith(Path.of(file)))
                        .findFirst()
                        .orElseThrow(() -> new IllegalStateException("no source of " + record));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task =
                    (JavacTask)
                            compiler.getTask(
                                    null,
                                    files,
                                    null,
                                    null,
                                    null,
                                    files.getJavaFileObjects(source));
            DocTrees trees = DocTrees.instance(task);
            for (CompilationUnitTree unit : task.parse()) {
                new Scanner(trees, unit.getPackageName().toString()).scan(unit, null);
            }
        }
    }

    private final class Scanner extends TreePathScanner<Void, Void> {
        private final DocTrees trees;
        private final String prefix;

        Scanner(DocTrees trees, String prefix) {
            this.trees = trees;
            this.prefix = prefix;
        }

        @Override
        public Void visitClass(ClassTree tree, Void unused) {
            TreePath path = getCurrentPath();
            DocCommentTree doc = trees.getDocCommentTree(path);
            if (doc != null) {
                byClass.put(binaryName(path), texts(doc));
            }
            return super.visitClass(tree, null);
        }

        private String binaryName(TreePath path) {
            ClassTree tree = (ClassTree) path.getLeaf();
            TreePath parent = path.getParentPath();
            return parent.getLeaf() instanceof ClassTree
                    ? binaryName(parent) + "$" + tree.getSimpleName()
                    : prefix + "." + tree.getSimpleName();
        }
    }

    private static Texts texts(DocCommentTree doc) {
        Map<String, String> components = new HashMap<>();
        for (DocTree tag : doc.getBlockTags()) {
            if (tag instanceof ParamTree param) {
                components.put(param.getName().getName().toString(), text(param.getDescription()));
            }
        }
        return new Texts(text(doc.getFullBody()), components);
    }

    /** Plain text; code keeps backquotes. The default is stated from the value, not the text. */
    private static String text(List<? extends DocTree> trees) {
        return trees.stream()
                .map(Javadocs::text)
                .collect(Collectors.joining())
                .replaceAll("\\s+", " ")
                .replaceAll("(^|(?<=[.;]) ?)Default:? [^:;]*$", "")
                .strip();
    }

    private static String text(DocTree tree) {
        return switch (tree) {
            case LiteralTree literal -> "`" + literal.getBody().getBody() + "`";
            case LinkTree link ->
                    link.getLabel().isEmpty()
                            ? "`" + link.getReference().getSignature() + "`"
                            : text(link.getLabel());
            default -> tree.toString();
        };
    }
}
