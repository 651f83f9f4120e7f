"""What the library on one machine promises beyond the contract: crashes, damage, generations."""
