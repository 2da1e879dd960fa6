"""What the package indexes offer for the same work, run on the same terms and queries."""
