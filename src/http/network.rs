//! Which addresses are on the public internet. A text that a stranger's definition names must not be fetched from the
//! network that the build agent stands in, nor from the machine itself.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// How far requests for strangers may go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reach {
    /// To the public internet.
    Public,
    /// To any address: the person who runs this named it.
    Anywhere,
    /// To this machine, for tests.
    #[cfg(test)]
    Loopback,
}

/// Whether an address is within reach.
pub(super) fn is_within(reach: Reach, address: IpAddr) -> bool {
    match reach {
        Reach::Public => is_public(address),
        Reach::Anywhere => true,
        #[cfg(test)]
        Reach::Loopback => address.is_loopback(),
    }
}

/// Whether an address is global, by the IANA special-purpose registries (RFC 6890 and its successors).
fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [first, second, third, _] = address.octets();
    let is_special = match (first, second, third) {
        // This network, private, loopback, and from multicast (224) to broadcast.
        (0 | 10 | 127 | 224.., _, _) => true,
        // Shared by carriers.
        (100, 64..=127, _) => true,
        // Link-local, among it the clouds' metadata service.
        (169, 254, _) => true,
        // Azure's own services as a virtual machine sees them (168.63.129.16) are public by number only.
        (168, 63, 129) => true,
        // Private.
        (172, 16..=31, _) | (192, 168, _) => true,
        // Protocol assignments, 6to4 relays, benchmarks, documentation.
        (192, 0, 0 | 2) | (192, 88, 99) | (198, 18..=19, _) | (198, 51, 100) | (203, 0, 113) => true,
        _ => false,
    };
    !is_special
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let segments = address.segments();
    let v4 = |high: u16, low: u16| is_public_v4(Ipv4Addr::from((u32::from(high) << 16) | u32::from(low)));
    match segments {
        // Addresses that stand for one of version 4: translated (64:ff9b::/96), 6to4.
        [0x64, 0xff9b, 0, 0, 0, 0, high, low] | [0x2002, high, low, ..] => v4(high, low),
        // Global unicast is 2000::/3; protocol assignments (Teredo among them) and documentation are not for us.
        [0x2001, 0..=0x1ff, ..] | [0x2001, 0xdb8, ..] | [0x3fff, 0..=0xfff, ..] => false,
        [first, ..] => first & 0xe000 == 0x2000,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_public_internet_is_public() {
        let inside = [
            "0.0.0.0",
            "10.1.2.3",
            "100.64.0.1",
            "127.0.0.1",
            "127.9.9.9",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.8",
            "192.168.1.1",
            "198.18.0.1",
            "203.0.113.5",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::ffff:8.8.8.8",
            "::127.0.0.1",
            "fe80::1",
            "fc00::1",
            "fd12:3456::1",
            "fec0::1",
            "ff02::1",
            "64:ff9b::10.0.0.1",
            "64:ff9b:1::1",
            "2002:7f00:1::1",
            "2001::1",
            "2001:db8::1",
            "100::1",
            "168.63.129.16",
        ];
        for address in inside {
            assert!(!is_public(address.parse().unwrap()), "{address}");
        }
        let outside = [
            "1.1.1.1",
            "8.8.8.8",
            "100.63.255.255",
            "100.128.0.0",
            "172.15.0.1",
            "172.32.0.1",
            "192.169.0.1",
            "223.255.255.255",
            "2606:4700::1111",
            "64:ff9b::8.8.8.8",
            "2002:808:808::1",
            "2a00:1450::1",
        ];
        for address in outside {
            assert!(is_public(address.parse().unwrap()), "{address}");
        }
    }
}
