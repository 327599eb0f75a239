package io.palyra.connectors.program.command;

import io.palyra.connectors.ext.Extensions;
import io.palyra.connectors.program.WorkingFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What is in {@code ext/}. */
@Command(
        name = "ext",
        description = "Jars of your own, in ext/ beside routes/.",
        mixinStandardHelpOptions = true,
        subcommands = {ExtAddCommand.class, ExtCommand.ListCommand.class})
public final class ExtCommand implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "add or list?");
    }

    @Command(
            name = "list",
            description = "Name the jars in ext/, and what of them a start would not use.",
            mixinStandardHelpOptions = true)
    static final class ListCommand implements Runnable {

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public void run() {
            Extensions extensions = Extensions.open(WorkingFolder.EXTENSIONS, program());
            extensions.jars().forEach(spec.commandLine().getOut()::println);
            spec.commandLine().getOut().flush();
            extensions.findings().forEach(spec.commandLine().getErr()::println);
        }
    }

    static ClassLoader program() {
        return ExtCommand.class.getClassLoader();
    }
}
