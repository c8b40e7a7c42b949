using System.Collections.Immutable;

namespace TabFormat.Binary;

/// <summary>
/// An array as the field of a record: equal to another when all items are, and empty when it is <c>default</c>. An array alone is
/// equal to itself only, and so would be every record that holds one.
/// </summary>
internal readonly struct ItemList<T>(ImmutableArray<T> items) : IEquatable<ItemList<T>>
{
    private const int HashedItems = 8;

    public ImmutableArray<T> Items => items.IsDefault ? [] : items;

    public static implicit operator ItemList<T>(ImmutableArray<T> items) => new(items);

    public static implicit operator ImmutableArray<T>(ItemList<T> list) => list.Items;

    public bool Equals(ItemList<T> other) => Items.AsSpan().SequenceEqual(other.Items.AsSpan(), EqualityComparer<T>.Default);

    public override bool Equals(object? obj) => obj is ItemList<T> other && Equals(other);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.Add(Items.Length);
        foreach (var item in Items.AsSpan(..Math.Min(Items.Length, HashedItems)))
            hash.Add(item);
        return hash.ToHashCode();
    }
}
