using System.Collections.Immutable;
using TabFormat.Binary;

namespace TabFormat.Tbf;

/// <summary>The system calls that the app may make.</summary>
public sealed record PermissionsElement(ImmutableArray<DriverPermission> Permissions) : TbfElement(TbfElementType.Permissions)
{
    private readonly ItemList<DriverPermission> _permissions = Permissions;

    /// <summary>The entries.</summary>
    public ImmutableArray<DriverPermission> Permissions { get => _permissions; init => _permissions = value; }

    /// <inheritdoc/>
    public override int Length => 2 + (16 * Permissions.Length);

    /// <summary>Joins (driver, command) pairs into one entry per driver and 64 commands, in order of first appearance.</summary>
    public static ImmutableArray<DriverPermission> Merge(IEnumerable<(uint Driver, uint Command)> commands)
    {
        var masks = new OrderedDictionary<(uint Driver, uint Offset), ulong>();
        foreach (var (driver, command) in commands)
        {
            var key = (driver, command / 64);
            masks[key] = masks.GetValueOrDefault(key) | 1UL << (int)(command % 64);
        }
        return [.. masks.Select(entry => new DriverPermission(entry.Key.Driver, entry.Key.Offset, entry.Value))];
    }

    private protected override void WriteContent(ref ByteWriter writer)
    {
        writer.U16(checked((ushort)Permissions.Length));
        foreach (var permission in Permissions)
        {
            writer.U32(permission.Driver);
            writer.U32(permission.Offset);
            writer.U64(permission.Mask);
        }
    }
}
