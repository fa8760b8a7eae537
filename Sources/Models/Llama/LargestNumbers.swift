extension [Float] {
    /// The places of the `count` largest numbers, the largest first, of equals the first one first; those that are -∞ are left
    /// out.
    func largest(_ count: Int) -> [Int] {
        guard count > 0 else { return [] }
        var places: [Int] = []
        var least = -Float.infinity
        for (place, number) in enumerated() where number > least {
            // Behind all that are as large.
            var (low, high) = (0, places.count)
            while low < high {
                let middle = (low + high) / 2
                if self[places[middle]] >= number { low = middle + 1 } else { high = middle }
            }
            places.insert(place, at: low)
            if places.count > count { places.removeLast() }
            if places.count == count, let last = places.last { least = self[last] }
        }
        return places
    }
}
