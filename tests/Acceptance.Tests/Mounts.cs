using Tests.Shared;

namespace Acceptance.Tests;

/// <summary>Runs scripts as the root of a user namespace, with mounts that nobody else sees.</summary>
internal static class Mounts
{
    public static ToolResult Run(Workspace workspace, string script)
    {
        Tool.Require("unshare");
        bool isAllowed = Tool.Run("unshare", workspace.Path, "-rm", "true").ExitCode == 0;
        if (!isAllowed && Environment.GetEnvironmentVariable("ELF2TAB_REQUIRE_TOOLS") == "1")
            Assert.Fail("mounts are required and not allowed");
        Assert.SkipUnless(isAllowed, "mounts are not allowed here");
        return Tool.Run(
            "unshare", workspace.Path, [("PROGRAM", ElfToTab.Program), ("LC_ALL", "C")], ["-rm", "bash", "-c", script]);
    }
}
